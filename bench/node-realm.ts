/**
 * What Node's library costs here, beside Node itself: how long a process takes to boot (the first of a thread, and those after it), what it holds
 * of memory, rounds of the event loop, timers, text to bytes, and echoes within one process over TCP. The same program runs on both sides
 * and counts; only the time outside is real.
 */
import { spawnSync } from 'node:child_process'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { readLibrary } from '#node/library/on-disk/index.ts'
import { createVmRealm } from '#node/realm/platform/vm/index.ts'
import { runProgram } from '#node/realm/run-program.fixture.ts'
import { EventType, emptyEvent, type SystemCalls } from '#node/syscalls/index.ts'
import { type Figure, median, processorTime, report } from './figure.ts'

/** Realms that the memory of one is the mean of. */
const PROCESSES = 20

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

/** A process whose empty program has had its first turn. */
async function boot() {
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
  const realm = createVmRealm({ library: readLibrary(), calls: noCalls })
  await realm.turn(event)
  return realm
}

/** Milliseconds of the processor. */
async function bootTime(): Promise<number> {
  const began = processorTime()
  const realm = await boot()
  const took = processorTime() - began
  realm.kill('')
  return took
}

/** What the garbage collector cannot free while a process lives, in MB: a mean of many. */
async function memory(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  const held = () => {
    for (let i = 0; i < 4; i++) gc()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }
  const realms = [await boot(), await boot()]
  const before = held()
  for (let i = 0; i < PROCESSES; i++) realms.push(await boot())
  const each = (held() - before) / PROCESSES
  for (const realm of realms) realm.kill('')
  return each / 2 ** 20
}

async function* figures(): AsyncGenerator<Figure> {
  const first = 1000 * (await seconds(boot))
  const after = []
  for (let i = 0; i < 3 * PROCESSES; i++) after.push(await bootTime())
  const node = 1000 * (await seconds(() => spawnSync(process.execPath, ['-e', ''])))
  const beside = { what: 'a process of real Node', value: node }
  yield { what: 'boot, first process of a thread', value: first, unit: 'ms', beside }
  yield { what: 'boot, those after it, processor time', value: median(after), unit: 'ms', beside, goal: 10 }
  yield { what: 'memory of an idle process', value: await memory(), unit: 'MB', goal: 1.5 }
  for (const work of WORK) {
    const [value, there] = [await simulated(work), await real(work)]
    yield { what: work.name, value, unit: '/s', beside: { what: 'real Node', value: there } }
  }
}

await report(figures())
