import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SECOND } from '#network'
import { twoHosts } from '#node/kernel/two-hosts.fixture.ts'
import { nodeProcess, PipedProcesses } from '#node/processes/piped/index.ts'
import { inThread, nodeProgram } from '../node/node-programs.ts'

let children: PipedProcesses
/** Only for programs that never return: on a busy machine, others might hit this limit before they end. */
let hasty: PipedProcesses

beforeAll(() => {
  const command = { ...nodeProcess(resolve('generated')), memoryMiB: 96 }
  children = new PipedProcesses({ command, warm: 1 })
  hasty = new PipedProcesses({ command, wallMs: 700, warm: 1 })
})
afterAll(() => {
  children.close()
  hasty.close()
})

async function run(source: string, pool = children) {
  const { kernel, world, network } = twoHosts({}, { limits: { callsPerTurn: 20_000, outputBytes: 1 << 20 } })
  const process = await pool.start(kernel, network.host('client'), nodeProgram('program.cjs', source))
  const result = await world.runUntil(() => process.exit !== null, 5 * SECOND)
  for (const running of kernel.processes) running.kill('SIGKILL')
  return { process, result, exit: process.exit }
}

const killed = (reason: string) => ({ code: null, signal: 'SIGKILL', reason: expect.stringContaining(reason) })

describe('a program that never comes back is ended with the reason:', () => {
  test.each([
    ['an endless loop', 'for (;;);'],
    ['an endless chain of promises', '(async () => { for (;;) await null })()'],
    ['an endless chain of ticks', '(function next() { process.nextTick(next) })()'],
    ['an endless expression', "/(a+)+$/.test('a'.repeat(40) + 'b')"],
    ['a clock read for ever', 'while (Date.now() >= 0);'],
  ])('%s', async (_, source) => {
    expect((await run(source, hasty)).exit).toMatchObject(killed('within 0.7 s'))
  })

  test.each([
    ['a flood of output', "for (;;) console.log('flood')", killed('made more than 20000 system calls')],
    [
      'a heap without end',
      'const all = []; for (;;) all.push(new Array(9999).fill(0))',
      { signal: 'SIGABRT', reason: 'used up its 96 MiB of memory' },
    ],
    [
      'a single buffer of 4 GB',
      'Buffer.alloc(2 ** 32, 1)',
      { signal: 'SIGABRT', reason: 'used up its 96 MiB of memory' },
    ],
    [
      'buffers without end',
      'const all = []; for (;;) all.push(Buffer.alloc(1 << 20, 1))',
      { signal: 'SIGABRT', reason: 'used up its 96 MiB of memory' },
    ],
  ])('%s', async (_, source, exit) => {
    expect((await run(source)).exit).toMatchObject(exit)
  })

  test('but one that lets go now and then lives for as long as the world runs', async () => {
    const { result, exit } = await run('setImmediate(function next() { if (Date.now() < 1e15) setTimeout(next, 10) })')
    expect([result, exit?.signal]).toEqual(['limit', 'SIGKILL'])
  })
})

test('a fork bomb fills its own host, and the neighbor notices nothing', async () => {
  const { kernel, world, network } = twoHosts()
  const bomb =
    "setInterval(() => {}, 1000); const { fork } = require('child_process'); for (let i = 0; i < 3; i++) fork(__filename).on('error', () => {})"
  const first = await inThread()(kernel, network.host('client'), nodeProgram('bomb.cjs', bomb))
  const ticks =
    'let n = 0; const timer = setInterval(() => { console.log(++n); if (n === 3) clearInterval(timer) }, 300)'
  const neighbor = await inThread()(kernel, network.host('server'), nodeProgram('ticks.cjs', ticks))
  await world.runUntil(() => neighbor.exit !== null, 5 * SECOND)
  expect(kernel.processes.filter(({ host, exit }) => host.name === 'client' && exit === null)).toHaveLength(32)
  expect({ exit: neighbor.exit?.code, stdout: neighbor.stdout }).toEqual({ exit: 0, stdout: '1\n2\n3\n' })
  first.kill('SIGKILL')
})

test('there is no way to the files, the environment or the children of the machine', async () => {
  const { process } = await run(`
    const attempts = {
      constructor: () => console.log.constructor('return process')().mainModule.require('fs').readFileSync('/etc/passwd'),
      global: () => globalThis.constructor.constructor('return process')().getBuiltinModule('fs').readFileSync('/etc/passwd'),
      binding: () => process.binding('fs').open('/etc/passwd'),
      file: () => require('fs').readFileSync('/etc/passwd', 'utf8').length,
      child: () => require('child_process').execSync('id').length,
      thread: () => new (require('worker_threads').Worker)('1', { eval: true }).threadId,
      environment: () => { if (Object.keys(process.env).length === 0) throw new Error('empty') },
    }
    for (const [name, attempt] of Object.entries(attempts)) {
      try { console.log(name, 'got', attempt()) } catch { console.log(name, 'refused') }
    }`)
  const names = ['constructor', 'global', 'binding', 'file', 'child', 'thread', 'environment']
  expect(process.stdout.trim().split('\n')).toEqual(names.map((name) => `${name} refused`))
})

/** Runs a program beside another on the same host, which continues afterwards. */
async function runBeside(source: string) {
  const { kernel, world, network } = twoHosts({})
  const host = network.host('client')
  const neighbor = await children.start(
    kernel,
    host,
    nodeProgram(
      'neighbor.cjs',
      "const server = require('net').createServer((socket) => socket.end('well')).listen(7000); setTimeout(() => require('net').connect(7000).on('data', (data) => { console.log(String(data)); server.close() }), 500)",
    ),
  )
  const process = await children.start(kernel, host, nodeProgram('program.cjs', source))
  await world.runUntil(() => process.exit !== null && neighbor.exit !== null, 5 * SECOND)
  for (const running of kernel.processes) running.kill('SIGKILL')
  return { process, neighbor }
}

describe('what a program does to its own realm harms nobody else:', () => {
  test('patched prototypes', async () => {
    const { process, neighbor } = await runBeside(`
      const net = require('net')
      const boom = () => { throw new Error('patched') }
      for (const { prototype } of [Array, Map, Set, Promise, Function, String, RegExp, Uint8Array, WeakMap])
        for (const name of Object.getOwnPropertyNames(prototype))
          try { if (typeof prototype[name] === 'function' && name !== 'constructor') prototype[name] = boom } catch {}
      Object.defineProperty(Object.prototype, 'then', { get() { throw new Error('then') }, configurable: true })
      Object.prototype.fd = 7
      JSON.parse = JSON.stringify = Reflect.apply = Symbol.for = boom
      net.createServer(() => {}).listen(7001, () => process.exit(3))
      setTimeout(() => process.exit(4), 100)`)
    // The runtime lacks what it needs: the process ends, and names the cause.
    expect(process.exit?.reason).toBe('closed its pipe: Error: patched')
    expect([neighbor.stdout, neighbor.exit?.code]).toEqual(['well\n', 0])
  })

  test('process.exit in every callback, and whatever catches it', async () => {
    const { process, neighbor } = await runBeside(`
      const exit = (code) => { try { process.exit(code) } catch { console.log('caught') } finally { console.log('finally') } }
      process.on('exit', () => exit(9))
      process.nextTick(exit, 1)
      Promise.resolve().then(() => exit(2))
      queueMicrotask(() => exit(3))
      setImmediate(exit, 4)
      setTimeout(exit, 0, 5)
      require('fs').stat('/', () => exit(6))
      require('dns').lookup('localhost', () => exit(7))
      require('net').createServer().listen(7002, () => exit(8))`)
    expect([process.exit?.code, process.exit?.signal]).toEqual([9, null])
    expect([neighbor.stdout, neighbor.exit?.code]).toEqual(['well\n', 0])
  })
})
