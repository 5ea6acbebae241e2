import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SECOND } from '#network'
import { twoHosts } from '#node/kernel/two-hosts.fixture.ts'
import type { ProcessStarter } from '#node/processes/index.ts'
import type { PipedProcesses } from '#node/processes/piped/index.ts'
import { inChildren, inThread, nodeProgram } from './node-programs.ts'

const source = (name: string) => readFileSync(`${import.meta.dirname}/echo/${name}`, 'utf8')

let thread: ProcessStarter
let children: PipedProcesses

beforeAll(() => {
  thread = inThread()
  children = inChildren(2)
})
afterAll(() => children.close())

async function echo(start: ProcessStarter, seed: number, rounds = 12) {
  const { world, kernel, network, pcapng, trace } = twoHosts({ loss: 0.02, jitter: 1_000_000 }, { seed })
  const serving = await start(kernel, network.host('server'), nodeProgram('server.ts', source('server.ts')))
  const asking = await start(
    kernel,
    network.host('client'),
    nodeProgram('client.ts', source('client.ts'), [String(rounds)]),
  )
  expect(await world.runUntil(() => asking.exit !== null, 600 * SECOND)).toBe('done')
  await world.runUntil(() => false, 700 * SECOND)
  serving.kill('SIGTERM')
  const processes = kernel.processes.map(({ stdout, stderr, exit, counters }) => ({ stdout, stderr, exit, counters }))
  return { processes, pcapng: Buffer.from(pcapng()).toString('base64'), events: trace.lines }
}

describe('an echo server and its client on two hosts', () => {
  test('exchange data, and the client exits with its status', async () => {
    const { processes } = await echo(thread, 1)
    const [serving, asking] = processes
    expect(serving).toMatchObject({ stdout: expect.stringMatching(/^listening\nfrom \d+\nend\n$/), stderr: '' })
    expect(asking!.stdout.split('\n')).toHaveLength(14)
    expect(asking).toMatchObject({ stderr: '', exit: { code: 4, signal: null } })
  })

  test('one seed gives one capture and one list of events, in the thread and over pipes, in 20 runs', async () => {
    for (let seed = 1; seed <= 5; seed++) {
      const first = await echo(thread, seed)
      expect(await echo(children.start, seed)).toEqual(first)
      expect(await echo(thread, seed)).toEqual(first)
      expect(await echo(children.start, seed)).toEqual(first)
    }
  }, 60_000)

  test('another seed gives other packets', async () => {
    expect((await echo(thread, 1)).pcapng).not.toBe((await echo(thread, 2)).pcapng)
  })
})
