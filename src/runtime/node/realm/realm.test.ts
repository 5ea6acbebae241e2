import { describe, expect, it } from 'vitest'
import { runProgram } from './run-program.fixture.ts'

describe('a process', () => {
  it('reads the clock of its world, not the machine’s', async () => {
    const { stdout } = await runProgram(`
      const before = Date.now()
      console.log(new Date(before).toISOString())
      setTimeout(() => console.log(Date.now() - before, Math.round(performance.now()) >= 3_600_000), 3_600_000)`)
    expect(stdout).toBe('2026-01-01T00:00:00.000Z\n3600000 true\n')
  })

  it('spends time on reading the clock, so that a busy wait ends', async () => {
    const { stdout } = await runProgram(
      'const until = Date.now() + 5; let readings = 0; while (Date.now() < until) readings++; console.log(readings > 10_000)',
    )
    expect(stdout).toBe('true\n')
  })

  it('draws the same random numbers in every run of one seed', async () => {
    const program = 'console.log(Math.random(), Math.random())'
    const [first, second, other] = [
      await runProgram(program),
      await runProgram(program),
      await runProgram(program, { seed: 2 }),
    ]
    expect(first.stdout).toBe(second.stdout)
    expect(other.stdout).not.toBe(first.stdout)
  })

  it('cannot reach the environment through any object that it gets', async () => {
    const { stdout } = await runProgram(`
      const net = require('net')
      const handle = net.createServer().listen(0)._handle
      const given = [console.log, process.exit, setTimeout, URL, handle, handle.constructor, Object.getPrototypeOf(handle.constructor),
        process.binding('tcp_wrap').TCP, require, module, process.env, require('os').networkInterfaces(), new TextEncoder().encode('x'), structuredClone]
      let failed = 0
      try { null.x } catch (error) { given.push(error) }
      try { new URL('nonsense') } catch (error) { given.push(error) }
      for (const object of given) {
        const Function = (typeof object === 'function' ? object : object.constructor).constructor
        const found = Function('return typeof process === "object" && process')()
        if (found !== process) failed++
      }
      console.log(given.length, failed, typeof handle.realm)
      process.exit()`)
    expect(stdout).toBe('16 0 undefined\n')
  })

  it('finds no network, storage or real timers among its globals', async () => {
    const names = ['XMLHttpRequest', 'indexedDB', 'importScripts', 'postMessage', 'localStorage', 'self', 'window']
    const { stdout } = await runProgram(
      `console.log(${JSON.stringify(names)}.filter((name) => name in globalThis), typeof Atomics.waitAsync)`,
    )
    expect(stdout).toBe('[] undefined\n')
  })

  it.each([
    ['sqlite.DatabaseSync', "new (require('node:sqlite').DatabaseSync)(':memory:')"],
    ['wasi.WASI', "new (require('node:wasi').WASI)()"],
  ])('says that %s is not there yet, once a program uses it', async (name, use) => {
    const { stdout, stderr, code } = await runProgram(`console.log(typeof require('node:wasi').WASI)\n${use}`)
    expect(stdout).toBe('function\n')
    expect(stderr).toContain(`Error: ${name} is not supported here yet`)
    expect(code).toBe(1)
  })

  it('makes secure contexts and wraps streams in memory, as packages do when they load', async () => {
    const { stdout } = await runProgram(`
      const [tls, { PassThrough }] = [require('tls'), require('stream')]
      const socket = new tls.TLSSocket(new PassThrough())
      console.log(socket.encrypted, socket._handle._parentWrap.constructor.name, tls.createSecureContext({ minVersion: 'TLSv1.2' }).constructor.name)`)
    expect(stdout).toBe('true JSStreamSocket SecureContext\n')
  })

  it('says that TLS below version 1.3 is missing', async () => {
    const { stdout } = await runProgram(`
      const tls = require('tls')
      try { tls.createServer({ maxVersion: 'TLSv1.2' }) } catch (error) { console.log(error.code, error.message) }`)
    expect(stdout).toBe(
      'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM TLS below version 1.3 is not supported in the simulated runtime\n',
    )
  })

  it('fetches over the simulated network and no other', async () => {
    const { stdout } = await runProgram(
      `fetch('http://example.com/').catch(({ message, cause }) => console.log(message, cause.code))`,
    )
    expect(stdout).toBe('fetch failed ENOTFOUND\n')
  })

  it('takes one µs of its world for each round of its event loop', async () => {
    const { stdout } = await runProgram(`
      const start = process.hrtime.bigint()
      let rounds = 0
      setImmediate(function again() {
        if (++rounds < 1000) return setImmediate(again)
        const took = Number(process.hrtime.bigint() - start)
        console.log(took >= 999_000 && took < 1_010_000)
      })`)
    expect(stdout).toBe('true\n')
  })

  it('compiles WebAssembly at once, since the world does not wait for the machine', async () => {
    const { stdout } = await runProgram(`
      // (module (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add))
      const bytes = Buffer.from('0061736d0100000001070160027f7f017f030201000707010361646400000a09010700200020016a0b', 'hex')
      setImmediate(() => console.log('immediate'))
      WebAssembly.instantiate(bytes).then(({ instance }) => console.log(instance.exports.add(2, 3)))
      WebAssembly.compile(bytes).then((module) => console.log(WebAssembly.Module.exports(module)[0].name))
      WebAssembly.compile(new Uint8Array(4)).catch((error) => console.log(error.name))`)
    expect(stdout).toBe('5\nadd\nCompileError\nimmediate\n')
  })

  it('keeps hidden symbols out of reflection', async () => {
    const { stdout } = await runProgram(`
      const url = new URL('http://a/'), target = new EventTarget()
      console.log(Object.getOwnPropertySymbols(url), Reflect.ownKeys(target).map(String).filter((name) => /private/.test(name)))
      for (const key in {}) console.log('leaked', key)`)
    expect(stdout).toBe('[] []\n')
  })

  it('leaves other processes alone when it changes a global', async () => {
    const changed = await runProgram(
      `Array.prototype.push = () => 'broken'; globalThis.setTimeout = null; console.log([].push(1))`,
    )
    const after = await runProgram(`setTimeout(() => console.log([].push(1)), 1)`)
    expect([changed.stdout, after.stdout]).toEqual(['broken\n', '1\n'])
  })

  it('ends at process.exit, whatever the program catches', async () => {
    const { stdout, code } = await runProgram(`
      function leave() { try { process.exit(5) } catch { leave.again = true } finally { console.log('never') } }
      leave(); console.log('never'); setTimeout(() => console.log('never'), 1)`)
    expect([stdout, code]).toEqual(['', 5])
  })
})
