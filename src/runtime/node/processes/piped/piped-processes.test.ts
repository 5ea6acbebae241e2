import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bareHost, bareWorld, program, scripted } from '../../kernel/scripted.case.ts'
import { TraceLines } from '../../kernel/trace.ts'
import { EventType } from '../../syscalls/index.ts'
import { localStarter, type ProcessStarter } from '../index.ts'
import { bundleChild } from './child-script.case.ts'
import { echoScripts } from './echo-scripts.case.ts'
import { PipedProcesses } from './index.ts'

let children: PipedProcesses

beforeAll(async () => {
  const script = await bundleChild(`${import.meta.dirname}/echo-child.case.ts`)
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
  const server = await start(world.kernel, host, { ...program('server'), argv: ['server', '/echo'] })
  const argv = ['client', '/echo', String(rounds), String(size)]
  const client = await start(world.kernel, host, { ...program('client'), argv })
  await world.run()
  server.kill('SIGTERM')
  return { lines: trace.lines, client }
}

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
