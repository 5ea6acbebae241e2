/**
 * What a process costs: echo round trips and 64 KiB echoes, in the kernel's thread and over pipes. First through the system calls
 * alone, with scripts in place of programs on local sockets; then Node programs over the simulated network's TCP; the same
 * programs on real Node's loopback for comparison. At the end the time from starting a program to the end of its first turn.
 */
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { SECOND } from '#network'
import { Kernel, World } from '#node/kernel/index.ts'
import { bareHost, bareWorld, program, scripted } from '#node/kernel/scripted.fixture.ts'
import { SERVER, twoHosts } from '#node/kernel/two-hosts.fixture.ts'
import { localStarter, type ProcessStarter } from '#node/processes/index.ts'
import { bundleChild } from '#node/processes/piped/child-script.fixture.ts'
import { echoScripts } from '#node/processes/piped/echo-scripts.fixture.ts'
import { PipedProcesses } from '#node/processes/piped/index.ts'
import { EventType } from '#node/syscalls/index.ts'
import { inChildren, inThread, nodeProgram } from '../tests/node/node-programs.ts'
import { type Figure, median, report } from './figure.ts'

const scriptInThread: ProcessStarter = localStarter((calls) => {
  let script = echoScripts([])
  return scripted((event, sys) => {
    if (event.type === EventType.start) script = echoScripts(JSON.parse(event.str).argv)
    return script(event, sys)
  })(calls)
})

/** Seconds for `rounds` echoes of `size` bytes between two simulated processes. */
async function simulated(start: ProcessStarter, rounds: number, size: number): Promise<number> {
  const world = bareWorld()
  const host = bareHost('h')
  const server = await start(world.kernel, host, { ...program('server'), argv: ['server', '/tmp/echo'] })
  await world.run()
  const argv = ['client', '/tmp/echo', String(rounds), String(size)]
  const client = await start(world.kernel, host, { ...program('client'), argv })
  const began = performance.now()
  await world.world.runUntil(() => client.exit !== null, Number.MAX_SAFE_INTEGER)
  const took = (performance.now() - began) / 1000
  server.kill('SIGKILL')
  if (client.exit?.code !== 0) throw new Error(`The client ended: ${client.exit?.reason ?? client.stdout}`)
  return took
}

/** The same between two sockets of this process on the real loopback. */
async function loopback(rounds: number, size: number): Promise<number> {
  const server = createServer((socket) => socket.pipe(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const piece = Buffer.alloc(size, 'x')
  const began = performance.now()
  await new Promise<void>((resolve) => {
    let left = rounds
    let missing = size
    socket.on('data', (bytes) => {
      missing -= bytes.length
      if (missing > 0) return
      missing = size
      if (--left > 0) socket.write(piece)
      else resolve()
    })
    socket.write(piece)
  })
  const took = (performance.now() - began) / 1000
  socket.destroy()
  server.close()
  return took
}

const SERVER_PROGRAM = "require('net').createServer((socket) => socket.pipe(socket)).listen(7, '0.0.0.0')"
const CLIENT_PROGRAM = `
const [rounds, size] = process.argv.slice(2).map(Number)
const piece = Buffer.alloc(size, 'x')
let left = rounds, missing = size
const socket = require('net').connect(7, '${SERVER}', () => socket.write(piece))
socket.on('data', (bytes) => {
  missing -= bytes.length
  if (missing > 0) return
  missing = size
  if (--left > 0) socket.write(piece)
  else process.exit(0)
})`

/** Seconds for the same between two Node programs over the simulated network. */
async function programs(start: ProcessStarter, rounds: number, size: number): Promise<number> {
  const { network } = twoHosts({ delay: 50_000 })
  // Not the kernel of the tests, which writes down every call.
  const kernel = new Kernel(network)
  const world = new World(network, kernel)
  const server = await start(kernel, network.host('server'), nodeProgram('server.cjs', SERVER_PROGRAM))
  await world.runUntil(() => server.handles().listeners.length > 0, SECOND)
  const args = [String(rounds), String(size)]
  const client = await start(kernel, network.host('client'), nodeProgram('client.cjs', CLIENT_PROGRAM, args))
  await world.runUntil(() => client.counters.turns > 0, SECOND)
  const began = performance.now()
  await world.runUntil(() => client.exit !== null, Number.MAX_SAFE_INTEGER)
  const took = (performance.now() - began) / 1000
  server.kill('SIGKILL')
  if (client.exit?.code !== 0) throw new Error(`The client ended: ${client.exit?.reason ?? client.stderr}`)
  return took
}

/** Milliseconds from starting a program to the end of its first turn. */
async function startTime(children: PipedProcesses): Promise<number> {
  const world = bareWorld()
  const began = performance.now()
  const process = await children.start(
    world.kernel,
    bareHost('h'),
    nodeProgram('idle.cjs', 'setTimeout(() => {}, 1e9)'),
  )
  await world.world.runUntil(() => process.counters.turns > 0, SECOND)
  const took = performance.now() - began
  process.kill('SIGKILL')
  return took
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function medianStart(children: PipedProcesses, between: number): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < 7; n++) {
    await pause(between)
    times.push(await startTime(children))
  }
  return median(times)
}

const LARGE = 65_536
const script = await bundleChild(`${import.meta.dirname}/../src/runtime/node/processes/piped/echo-child.fixture.ts`)
const scripts = new PipedProcesses({ command: { script }, warm: 2 })
const cold = inChildren(0)
const warm = inChildren(2)
const nodeInThread = inThread()

type Echo = (rounds: number, size: number) => Promise<number>
const ROWS: [name: string, echo: Echo, small: number, large: number][] = [
  ['calls, in the thread', (rounds, size) => simulated(scriptInThread, rounds, size), 100_000, 4_000],
  ['calls, over pipes', (rounds, size) => simulated(scripts.start, rounds, size), 10_000, 1_000],
  ['Node, in the thread', (rounds, size) => programs(nodeInThread, rounds, size), 10_000, 400],
  ['Node, over pipes', (rounds, size) => programs(warm.start, rounds, size), 5_000, 200],
]

/** Round trips per second of small messages, and MB/s of large ones. */
async function rates(echo: Echo, small: number, large: number): Promise<{ trips: number; megabytes: number }> {
  await echo(small / 10, 4)
  const trips = small / (await echo(small, 4))
  return { trips, megabytes: (large * LARGE * 2) / (await echo(large, LARGE)) / 1e6 }
}

async function* figures(): AsyncGenerator<Figure> {
  const real = await rates(loopback, 20_000, 4_000)
  const beside = (value: number) => ({ what: "real Node's loopback", value })
  for (const [name, echo, small, large] of ROWS) {
    const { trips, megabytes } = await rates(echo, small, large)
    yield { what: `${name}: round trips`, value: trips, unit: '/s', beside: beside(real.trips) }
    yield { what: `${name}: echoes of 64 KiB`, value: megabytes, unit: 'MB/s', beside: beside(real.megabytes) }
  }
  yield { what: 'start in a child, cold', value: await medianStart(cold, 0), unit: 'ms' }
  yield { what: 'start in a child, warm', value: await medianStart(warm, 300), unit: 'ms' }
}

await report(figures())
for (const children of [scripts, cold, warm]) children.close()
