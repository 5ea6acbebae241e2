import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bareHost, bareWorld, program } from '#node/kernel/scripted.fixture.ts'
import { bundleChild } from '#node/processes/piped/child-script.fixture.ts'
import { PipedProcesses } from '#node/processes/piped/index.ts'

let honest: PipedProcesses
let hostile: PipedProcesses
/** Only for children that never answer: on a busy machine, others might hit this limit before they end. */
let hasty: PipedProcesses

beforeAll(async () => {
  const [echo, attack] = await Promise.all([
    bundleChild('src/runtime/node/processes/piped/echo-child.fixture.ts'),
    bundleChild('tests/attack/pipe/hostile-child.ts'),
  ])
  honest = new PipedProcesses({ command: { script: echo }, warm: 2 })
  const command = { script: attack, memoryMiB: 64 }
  hostile = new PipedProcesses({ command, warm: 1 })
  hasty = new PipedProcesses({ command, wallMs: 500, warm: 1 })
})
afterAll(() => {
  for (const children of [honest, hostile, hasty]) children.close()
})

/** Runs a hostile process among honest ones: one started before, one after. All are on one host unless it is given another. */
async function attack(
  kind: string,
  { place, children = hostile }: { place?: ReturnType<typeof bareHost>; children?: PipedProcesses } = {},
) {
  const limits = { callsPerTurn: 8_000, outputBytes: 1 << 20 }
  const world = bareWorld({ limits })
  const host = bareHost('h')
  await honest.start(world.kernel, host, { ...program('server'), argv: ['server', '/tmp/echo'] })
  const bad = await children.start(world.kernel, place ?? host, { ...program('bad'), argv: [kind] })
  let exits = 0
  bad.onExit = () => void exits++
  await world.run()
  const client = await honest.start(world.kernel, host, {
    ...program('client'),
    argv: ['client', '/tmp/echo', '20', '1000'],
  })
  await world.run()
  return { bad, client, exits, time: world.clock.now }
}

const killed = (reason: string) => ({ code: null, signal: 'SIGKILL', reason: expect.stringContaining(reason) })

function endsAlone({ bad, client, exits }: Awaited<ReturnType<typeof attack>>, exit: object) {
  expect(bad.exit).toMatchObject(exit)
  expect(exits).toBe(1)
  expect(client).toMatchObject({ exit: { code: 0 }, stdout: expect.stringContaining('20 × 1000') })
  expect(bad.stdout.length + bad.stderr.length).toBeLessThan((1 << 20) + 100)
  expect(bad.stdout).not.toContain('after')
}

describe('a hostile child ends cleanly, and alone:', () => {
  test.each([
    ['calls for ever', killed('made more than 8000 system calls')],
    ['posts for ever', killed('made more than 8000 system calls')],
    ['sends garbage', killed('sent no system call but a frame of')],
    ['sends half a frame and ends', killed('closed its pipe')],
    ['announces a giant frame', killed('sent no system call but a frame of 4294967295 bytes')],
    ['sends a frame of the largest size with nonsense', killed('sent no system call but')],
    ['takes back time', killed('a negative cost')],
    ['claims a huge time', killed('computed for more than 10 s')],
    ['claims no number for a time', killed('NaN for cost')],
    ['claims an infinite time', killed('Infinity for cost')],
    ['wants to be woken at no time', killed('asked to be woken at -9 ns')],
    ['answers an event that nobody asked', killed('an answer to event 77 while 1 was asked')],
    ['answers twice', killed('more after the end of its turn')],
    ['goes on after its answer', killed('more after the end of its turn')],
    ['goes on after its exit', { code: 3, signal: null }],
    ['closes the pipe that it writes', killed('closed its pipe')],
    ['closes the pipe that it reads', killed('closed its pipe')],
    ['eats memory', { code: null, signal: 'SIGABRT', reason: 'used up its 64 MiB of memory' }],
    ['eats memory outside of the heap', { code: null, signal: 'SIGABRT', reason: 'used up its 64 MiB of memory' }],
    ['floods its output', { code: 5, signal: null }],
    ['names operations and descriptors that do not exist', { code: 6, signal: null }],
    ['opens sockets without end', { code: 7, signal: null }],
  ])('one that %s', async (kind, exit) => {
    endsAlone(await attack(kind), exit)
  })

  test.each([
    'loops for ever',
    'is silent',
    'sends half a frame and is silent',
    'does not read its replies',
    'floods the standard error that nobody reads',
  ])('one that %s', async (kind) => {
    endsAlone(await attack(kind, { children: hasty }), killed('gave no answer within 0.5 s'))
  })
})

test('a child that kills every process it can name ends itself, and nobody on another host', async () => {
  const { bad, client } = await attack('kills everybody', { place: bareHost('elsewhere') })
  expect(bad.exit).toMatchObject({ code: null, signal: 'SIGKILL' })
  expect(client).toMatchObject({ exit: { code: 0 }, stdout: expect.stringContaining('20 × 1000') })
})

test('a child finds nothing in its environment but the time zone, and neither files nor children nor threads', async () => {
  const { bad } = await attack('looks around')
  expect(bad.stdout.trim().split('\n')).toEqual([
    'an environment without secrets: yes',
    'a file: ERR_ACCESS_DENIED',
    'this project: ERR_ACCESS_DENIED',
    'a child: ERR_ACCESS_DENIED',
    'a thread: ERR_ACCESS_DENIED',
  ])
})

test('a child that cannot be started is a process that ends with the reason', async () => {
  const world = bareWorld()
  const prefix = ['/nonexistent/jail']
  const broken = new PipedProcesses({ command: { script: '/nonexistent.mjs', prefix } })
  const process = await broken.start(world.kernel, bareHost('h'), program('p'))
  await world.run()
  expect(process.exit).toMatchObject(killed('closed its pipe'))
})
