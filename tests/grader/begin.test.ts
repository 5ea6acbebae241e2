/** What a test sends before `lab.begin()` prepares its world, and isn't in what a learner reads of a failure. */
import { expect, test, vi } from 'vitest'
import { gradeHere, smallExercise } from './small-exercise.ts'

vi.setConfig({ testTimeout: 60_000 })

/** A test that opens a connection to a closed port, begins, and sends a datagram that nobody answers. */
const asked = (prepare: string) => `
const test = labTest(async (lab) => {
  await lab.host('client').connect('server', 9).catch(() => {})
  ${prepare}
  return { peer: await lab.host('client').udp() }
})
test('v1 answers', async ({ peer }) => {
  await peer.send('hello', ['server', 7000])
  await expect(peer.receive({ within: 100 }), 'the answer').toHappen()
})
test('v2 hears', async ({ peer }) => {
  await peer.send('hello', ['server', 7000])
})`

const resultsOf = async (prepare: string) => {
  const exercise = smallExercise({ ids: ['v1', 'v2'], tests: asked(prepare) })
  return (await gradeHere(exercise, 'setInterval(() => {}, 1000)')).tests
}

test('without a mark, a failure shows all packets', async () => {
  const [failed] = await resultsOf('')
  expect(failed!.begins).toBeUndefined()
  expect(failed!.evidence!.packets!.ladder.join('\n')).toMatch(/ARP.*SYN.*RST/s)
})

test('a failure shows packets from where the test begins', async () => {
  const [failed] = await resultsOf('lab.begin()')
  const { ladder } = failed!.evidence!.packets!
  expect(ladder.join('\n')).not.toMatch(/ARP|SYN|RST/)
  expect(ladder[0]).toContain('UDP')
})

test('failed and passed tests name the first packet to replay', async () => {
  const [failed, passed] = await resultsOf('lab.begin()')
  // ARP and its answer, SYN and RST.
  expect([failed!.begins, passed!.begins]).toEqual([5, 5])
})
