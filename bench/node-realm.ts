/**
 * What Node's library costs here, beside Node itself: how long a process takes to boot (the first of a thread, and those after it),
 * rounds of the event loop, timers, text to bytes, and echoes within one process over TCP. The same program runs on both sides
 * and counts; only the time outside is real.
 */
import { spawnSync } from 'node:child_process'
import { readLibrary } from '../src/runtime/node/library/on-disk/index.ts'
import { createVmRealm } from '../src/runtime/node/realm/platform/vm/index.ts'
import { runProgram } from '../src/runtime/node/realm/run-program.case.ts'
import { EventType, emptyEvent, type SystemCalls } from '../src/runtime/node/syscalls/index.ts'
import { type Figure, median, report } from './figure.ts'

interface Work {
  name: string
  count: number
  /** Does its work `count` times. */
  program: (count: number) => string
}

const WORK: Work[] = [
  {
    name: 'rounds of setImmediate',
    count: 50_000,
    program: (count) => `let n = 0; setImmediate(function again() { if (++n < ${count}) setImmediate(again) })`,
  },
  {
    name: 'timers of 1 ms',
    count: 2_000,
    program: (count) => `let n = 0; setTimeout(function again() { if (++n < ${count}) setTimeout(again, 1) }, 1)`,
  },
  {
    name: 'ticks and microtasks',
    count: 200_000,
    program: (count) =>
      `let n = 0; (function again() { if (++n < ${count}) process.nextTick(() => Promise.resolve().then(again)) })()`,
  },
  {
    name: 'Buffer from text and back',
    count: 200_000,
    program: (count) =>
      `let n = 0; for (let i = 0; i < ${count}; i++) n += Buffer.from('line ' + i + ' of some text\\\\n').toString().length`,
  },
  {
    name: 'echoes over TCP',
    count: 5_000,
    program: (count) => `
      const net = require('net')
      const server = net.createServer((socket) => socket.pipe(socket)).listen(7777, '127.0.0.1', () => {
        const client = net.connect(7777, '127.0.0.1', () => client.write('x'))
        let n = 0
        client.on('data', () => { if (++n < ${count}) client.write('x'); else { client.destroy(); server.close() } })
      })`,
  },
]

async function seconds(run: () => unknown): Promise<number> {
  const began = performance.now()
  await run()
  return (performance.now() - began) / 1000
}

/** Per second of real time; what an empty program takes is taken off. */
async function simulated({ count, program }: Work): Promise<number> {
  const empty = await seconds(() => runProgram(''))
  return count / ((await seconds(() => runProgram(program(count)))) - empty)
}

async function real({ count, program }: Work): Promise<number> {
  const run = (text: string) => spawnSync(process.execPath, ['-e', text], { stdio: 'inherit' })
  const empty = await seconds(() => run(''))
  return count / ((await seconds(() => run(program(count)))) - empty)
}

const noCalls: SystemCalls = { out: { a: 0, b: 0, str: '', bytes: null }, call: () => 0, post: () => {} }

/** Milliseconds from nothing to the end of an empty program's first turn. */
async function boot(): Promise<number> {
  const start = {
    argv: ['node', '/a.cjs'],
    env: {},
    cwd: '/',
    hostname: 'h',
    epochMs: 0,
    hosts: {},
    files: { '/a.cjs': '' },
  }
  const event = { ...emptyEvent(EventType.start), str: JSON.stringify(start) }
  return 1000 * (await seconds(() => createVmRealm({ library: readLibrary(), calls: noCalls }).turn(event)))
}

async function* figures(): AsyncGenerator<Figure> {
  const first = await boot()
  const after = []
  for (let i = 0; i < 20; i++) after.push(await boot())
  const node = 1000 * (await seconds(() => spawnSync(process.execPath, ['-e', ''])))
  const beside = { what: 'a process of real Node', value: node }
  yield { what: 'boot, first process of a thread', value: first, unit: 'ms', beside }
  yield { what: 'boot, those after it', value: median(after), unit: 'ms', beside }
  for (const work of WORK) {
    const [value, there] = [await simulated(work), await real(work)]
    yield { what: work.name, value, unit: '/s', beside: { what: 'real Node', value: there } }
  }
}

await report(figures())
