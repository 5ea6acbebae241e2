import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SECOND } from '#network'
import { bareHost, bareWorld, program, scripted } from '../../kernel/scripted.fixture.ts'
import { TraceLines } from '../../kernel/trace.ts'
import { SERVER, twoHosts } from '../../kernel/two-hosts.fixture.ts'
import { EventType } from '../../syscalls/index.ts'
import { localStarter, type ProcessStarter } from '../index.ts'
import { bundleChild } from './child-script.fixture.ts'
import { echoScripts } from './echo-scripts.fixture.ts'
import { PipedProcesses } from './index.ts'

let children: PipedProcesses

beforeAll(async () => {
  const script = await bundleChild(`${import.meta.dirname}/echo-child.fixture.ts`)
  children = new PipedProcesses({ command: { script }, warm: 2 })
})
afterAll(() => children.close())

/** The same scripts in the kernel's own thread. */
const inThread: ProcessStarter = localStarter((calls) => {
  let script = echoScripts([])
  return scripted((event, sys) => {
    if (event.type === EventType.start) script = echoScripts(JSON.parse(event.str).argv)
    return script(event, sys)
  })(calls)
})

async function run(start: ProcessStarter, rounds: number, size: number) {
  const trace = new TraceLines()
  const world = bareWorld({ trace })
  const host = bareHost('h')
  const server = await start(world.kernel, host, { ...program('server'), argv: ['server', '/tmp/echo'] })
  const argv = ['client', '/tmp/echo', String(rounds), String(size)]
  const client = await start(world.kernel, host, { ...program('client'), argv })
  await world.run()
  server.kill('SIGTERM')
  return { lines: trace.lines, client }
}

async function runOverNetwork(start: ProcessStarter, seed: number, rounds: number, size: number) {
  const { world, kernel, network, pcapng, trace } = twoHosts({ loss: 0.03, rate: 20_000_000 }, { seed })
  await start(kernel, network.host('server'), { ...program('server'), argv: ['server', '0.0.0.0:7'] })
  const argv = ['client', `${SERVER}:7`, String(rounds), String(size)]
  const client = await start(kernel, network.host('client'), { ...program('client'), argv })
  await world.runUntil(() => client.exit !== null, 300 * SECOND)
  for (const process of kernel.processes) process.kill('SIGKILL')
  return { stdout: client.stdout, packets: network.recorder.packets.length, pcapng: pcapng(), lines: trace.lines }
}

describe('two hosts on a cable that loses packets', () => {
  test.each([
    [1, 30, 100],
    [2, 4, 60_000],
  ])('seed %i: the same capture and events in the thread and over pipes, twice', async (seed, rounds, size) => {
    const first = await runOverNetwork(inThread, seed, rounds, size)
    expect(first.stdout).toMatch(`${rounds} × ${size}`)
    expect(first.packets).toBeGreaterThan(rounds * 2)
    expect(await runOverNetwork(inThread, seed, rounds, size)).toEqual(first)
    expect(await runOverNetwork(children.start, seed, rounds, size)).toEqual(first)
    expect((await runOverNetwork(inThread, seed + 10, rounds, size)).pcapng).not.toEqual(first.pcapng)
  })
})

describe('a process behind a pipe', () => {
  test.each([
    [20, 4],
    [3, 100_000],
    [1, 0],
  ])('makes the same events and calls as one in the thread: %i rounds of %i bytes', async (rounds, size) => {
    const local = await run(inThread, rounds, size)
    const piped = await run(children.start, rounds, size)
    expect(piped.lines).toEqual(local.lines)
    expect(piped.client.stdout).toBe(local.client.stdout)
  })

  test('ends with its code, and its descriptors are closed', async () => {
    const { client, lines } = await run(children.start, 1, 4)
    expect(client.exit).toMatchObject({ code: 0, signal: null })
    expect(client.stdout).toMatch(/^1 × 4, then \d+,\d+,\d+,\d+$/)
    expect(lines.at(-1)).toContain('SIGTERM')
  })
})
