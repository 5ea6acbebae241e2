import { afterAll, expect, test } from 'vitest'
import type { ProcessStarter } from '#node/processes/index.ts'
import { childProcesses, openSimulatedLab, sameThread } from '../on-disk/index.ts'
import { ECHO, programSpecs } from '../suite/programs.case.ts'
import { runSpecs } from '../suite/spec.fixture.ts'

const children = childProcesses({ warm: 1 })
afterAll(() => children.close())

runSpecs(
  {
    name: 'simulated, programs in children',
    open: ({ submission, programs, ...wish }) =>
      openSimulatedLab({ ...wish, starter: children.start, files: { submission, programs } }),
  },
  'programs',
  programSpecs,
)

/** The capture of a lossy conversation, as a file. */
async function recording(seed: number, starter: ProcessStarter): Promise<Uint8Array> {
  const { lab } = await openSimulatedLab({ seed, starter, files: { submission: { 'echo.ts': ECHO } } })
  await lab.link('client', 'server').impair({ loss: 0.2 })
  await lab.host('server').run('echo.ts', { listens: 9000 })
  const client = await lab.host('client').connect('server', 9000, { within: '1min' })
  for (const word of ['one', 'two', 'three']) await client.ask(`${word}\n`, { within: '1min' })
  const file = await lab.pcapng()
  await lab.close()
  return file
}

test('one seed gives one capture, byte for byte, wherever the program runs; another seed another', async () => {
  const [first, again, elsewhere, other] = [
    await recording(3, sameThread()),
    await recording(3, sameThread()),
    await recording(3, children.start),
    await recording(4, sameThread()),
  ]
  expect(Buffer.compare(first, again)).toBe(0)
  expect(Buffer.compare(first, elsewhere)).toBe(0)
  expect(Buffer.compare(first, other)).not.toBe(0)
})
