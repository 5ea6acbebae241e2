import { describe, expect, test } from 'vitest'
import { openSimulatedLab } from '../on-disk/index.ts'
import type { WorldRecord } from '../protocol.ts'

async function observed(
  source: string,
  drive: (lab: Awaited<ReturnType<typeof openSimulatedLab>>['lab']) => Promise<void>,
  limits = {},
) {
  const records: WorldRecord[] = []
  const { lab, supervise } = await openSimulatedLab({
    files: { submission: { 'p.ts': source } },
    observe: (some) => records.push(...some),
    limits,
  })
  await supervise(() => drive(lab)).finally(() => lab.close())
  return records
}

const text = (records: WorldRecord[]) =>
  records.map((record) => (record.kind === 'output' ? Buffer.from(record.bytes).toString() : '')).join('')

describe('an observed world', () => {
  test('tells what happens in order: start, output, packets and their fate, exit', async () => {
    const source =
      "import net from 'node:net'\nconsole.log('hi')\nnet.connect(9, 'server').on('error', (e) => console.log(e.code))"
    const records = await observed(source, async (lab) => {
      const program = await lab.host('client').run('p.ts')
      await program.exited()
    })
    const kinds = records
      .filter(({ kind }) => kind !== 'time')
      .map((record) => (record.kind === 'process' ? record.state : record.kind))
    expect(kinds[0]).toBe('started')
    expect(kinds.at(-1)).toBe('exited')
    expect(kinds.indexOf('output')).toBeLessThan(kinds.indexOf('packet'))
    expect(text(records)).toBe('hi\nECONNREFUSED\n')
    const packets = records.filter(({ kind }) => kind === 'packet').length
    expect(packets).toBe(records.filter((record) => record.kind === 'fate' && record.fate === 'delivered').length)
  })

  test('tells of a program what it was given, and of its end whether that came from outside', async () => {
    const records = await observed('setInterval(() => {}, 1000)', async (lab) => {
      await lab.host('client').run('p.ts', { args: ['one', 2] })
      const killed = await lab.host('server').run('p.ts')
      await killed.kill('SIGKILL')
      await killed.exited()
    })
    const processes = records.filter((record) => record.kind === 'process')
    expect(processes).toMatchObject([
      { host: 'client', state: 'started', args: ['one', '2'] },
      { host: 'server', state: 'started', args: [] },
      { host: 'server', state: 'exited', exit: { signal: 'SIGKILL', outside: 'signal' } },
      { host: 'client', state: 'exited', exit: { signal: 'SIGKILL', outside: 'end' } },
    ])
  })

  test('lets output out at once: a program may never give the thread back', async () => {
    let seenWhileItRan = ''
    const source = "console.log('before'); for (const end = Date.now() + 20; Date.now() < end; ); globalThis.after = 1"
    const { lab } = await openSimulatedLab({
      files: { submission: { 'p.ts': source } },
      observe: (records) => {
        const isOver = records.some((record) => record.kind === 'process' && record.state === 'exited')
        if (!isOver && text(records))
          seenWhileItRan += `${text(records)} at ${Math.max(...records.map((r) => ('at' in r ? r.at : 0)))}`
      },
    })
    await (await lab.host('client').run('p.ts')).exited()
    await lab.close()
    expect(lab.clock.now).toBeGreaterThan(20)
    expect(seenWhileItRan).toMatch(/^before\n at \d{1,5}$/)
  })
})

describe('limits of a world', () => {
  test('a flood of packets stops it, with the reason', async () => {
    const flood = observed(
      '',
      async (lab) => {
        const listener = await lab.host('server').listen(9)
        const client = await lab.host('client').connect('server', 9)
        await listener.accept()
        await client.send('x'.repeat(1000), { times: 10_000 })
        await lab.clock.advance('1min')
      },
      { packets: 1000 },
    )
    await expect(flood).rejects.toThrow('expected a world within its limits, but saw more than 1000 packets')
  })

  test('a world lives no longer than its time', async () => {
    const late = observed('', (lab) => lab.clock.advance('2min'), { time: 60_000 })
    await expect(late).rejects.toThrow('but saw more than 1 min of its time')
  })
})
