import { expect } from 'vitest'
import type { LabError } from '../api/index.ts'
import { isRemoteError } from '../client/index.ts'
import { showValue } from '../text.ts'
import { expectAbout, failureOf, type SpecGroup } from './spec.fixture.ts'

export const ECHO = `
import net from 'node:net'
const server = net.createServer((socket) => {
  socket.on('data', (chunk: Buffer) => socket.write(chunk))
  socket.on('error', () => {})
})
server.listen(Number(process.argv[2] ?? 9000), () => console.log('ready on ' + process.argv[2]))
`
const FRAGILE = `
import net from 'node:net'
net.createServer((socket) => {
  socket.on('data', () => { throw Object.assign(new Error('cannot bear data'), { code: 'E_FRAGILE' }) })
}).listen(9000)
`
const TALKER = `
import { greeting } from './greeting.ts'
process.stdin.setEncoding('utf8')
console.log(greeting, process.argv.slice(2).join(' '), process.env.MOOD)
console.error('a warning')
let heard = ''
process.stdin.on('data', (text) => { heard += text })
process.stdin.on('end', () => { console.log(JSON.stringify({ heard })); process.exitCode = 3 })
`
const MODULE = `
export function add(a: number, b: number) { return a + b }
export async function later(ms: number) { await new Promise((r) => setTimeout(r, ms)); return new Uint8Array([1, 2, 3]) }
export function never() { setInterval(() => {}, 20); return new Promise(() => {}) }
export function fail(): never { throw Object.assign(new RangeError('no'), { code: 'E_NO' }) }
export class Counter {
  #n: number
  constructor(n: number) { this.#n = n }
  up(by: number) { this.#n += by; return this.#n }
  self() { return this }
}
`
interface Module {
  add(a: number, b: number): number
  later(ms: number): Promise<Uint8Array>
  never(): Promise<void>
  fail(): never
  Counter: new (n: number) => { up(by: number): number; self(): { up(by: number): number } }
}

/** Prints the peer it talks to; without an argument, it is the server. */
const WHO = `
import net from 'node:net'
const [to] = process.argv.slice(2)
if (to) net.connect(9000, to, function () { console.log(this.remoteAddress + ' from ' + this.localAddress); this.end() })
else net.createServer((socket) => { console.log('heard ' + socket.remoteAddress); socket.end() }).listen(9000)
`
const IPV6_WIRE = {
  file: 'ipv6-wire.yaml',
  text: `
version: 1
name: ipv6-wire
topology:
  nodes:
    client:
      interfaces: { eth0: { addresses: ["2001:db8:1::10/64"] } }
      routes: [{ to: "::/0", via: "2001:db8:1::1" }]
    router: { kind: router, interfaces: { eth0: { addresses: ["2001:db8:1::1/64"] }, eth1: { addresses: ["2001:db8:2::1/64"] } } }
    server:
      interfaces: { eth0: { addresses: [10.0.2.10/24, "2001:db8:2::10/64"] } }
      routes: [{ to: "::/0", via: "2001:db8:2::1" }]
  links:
    - { endpoints: ["client:eth0", "router:eth0"], delay: 5ms }
    - { endpoints: ["router:eth1", "server:eth0"], delay: 5ms }
`,
}

const programs = {
  submission: {
    'who.ts': WHO,
    'echo.ts': ECHO,
    'fragile.ts': FRAGILE,
    'talker.ts': TALKER,
    'greeting.ts': "export const greeting = 'hello'",
    'module.ts': MODULE,
  },
}

const HERE = `
import { hostname, networkInterfaces } from 'node:os'
const rows = Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
  addresses!.map(({ cidr, netmask, internal, scopeid }) => [name, cidr, netmask, internal, scopeid ?? null]))
console.log(JSON.stringify([hostname(), ...rows]))
`

const NOTES = `
import fs from 'node:fs'
fs.writeFileSync('notes.txt', fs.readFileSync('seed.bin').toString('hex') + ' ' + fs.readFileSync('/tmp/in.txt', 'utf8'))
`

export const programSpecs: SpecGroup = (spec) => {
  spec(
    'programs find each other by name over IPv6, across a router',
    { ...programs, topology: IPV6_WIRE },
    async ({ lab }) => {
      const server = await lab.host('server').run('who.ts', { listens: 9000 })
      const client = await lab.host('client').run('who.ts', { args: ['server'] })
      expect(await client.line()).toBe('2001:db8:2::10 from 2001:db8:1::10')
      expect(await server.line()).toBe('heard 2001:db8:1::10')
      const peer = await lab.host('client').connect('2001:db8:2::10', 9000)
      expect(peer.remote).toEqual({ address: '2001:db8:2::10', port: 9000 })
      expect(await server.line()).toBe('heard 2001:db8:1::10')
      const receiver = await lab.host('client').udp(7)
      const sender = await lab.host('server').udp(8, { address: '::' })
      await sender.send('datagram', ['client', 7])
      expect(await receiver.receive()).toMatchObject({ text: 'datagram', from: { address: '2001:db8:2::10' }, ttl: 63 })
    },
  )

  spec(
    'a program is told the name of its host, and its interfaces, with masks and scopes',
    { topology: IPV6_WIRE, submission: { 'here.ts': HERE } },
    async ({ lab }) => {
      const shown = JSON.parse(await (await lab.host('server').run('here.ts')).line()) as unknown[]
      expect(shown).toEqual([
        'server',
        ['lo', '127.0.0.1/8', '255.0.0.0', true, null],
        ['lo', '::1/128', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', true, 0],
        ['eth0', '10.0.2.10/24', '255.255.255.0', false, null],
        ['eth0', '2001:db8:2::10/64', 'ffff:ffff:ffff:ffff::', false, 0],
        ['eth0', expect.stringMatching(/^fe80::.*\/64$/), 'ffff:ffff:ffff:ffff::', false, 2],
      ])
    },
  )

  spec('a program is started, listens and answers', programs, async ({ lab }) => {
    const server = await lab.host('server').run('echo.ts', { args: [9000], listens: 9000 })
    expect(await server.line()).toBe('ready on 9000')
    const client = await lab.host('client').connect('server', 9000)
    expect(await client.ask('PING\n')).toBe('PING')
    await server.expectAlive()
    expect((await server.handles()).listeners).toMatchObject([{ local: { port: 9000 } }])
  })

  spec(
    'a program has arguments, environment, its other files, standard input and an exit code',
    programs,
    async ({ lab }) => {
      const talker = await lab
        .host('client')
        .run('talker.ts', { args: ['a', 1], env: { MOOD: 'fine' }, stdin: 'some input' })
      expect(await talker.line()).toBe('hello a 1 fine')
      expect(await talker.json()).toEqual({ heard: 'some input' })
      expect(await talker.errorLine()).toBe('a warning')
      expect(await talker.exited()).toMatchObject({ code: 3, signal: null })
      expect((await failureOf(talker.line())).code).toBe('END')
    },
  )

  spec('a line can be written to standard input later', programs, async ({ lab }) => {
    const talker = await lab.host('client').run('talker.ts')
    await talker.line()
    await talker.write('late')
    await talker.endInput()
    expect(await talker.json()).toEqual({ heard: 'late' })
    expect((await talker.output()).stderr).toBe('a warning\n')
  })

  spec('kill ends a program, and expectAlive tells', programs, async ({ lab }) => {
    const server = await lab.host('server').run('echo.ts', { listens: 9000 })
    await server.kill('SIGKILL')
    expect(await server.exited()).toMatchObject({ code: null, signal: 'SIGKILL' })
    expect((await failureOf(server.expectAlive())).code).toBe('EXITED')
  })

  spec('the end of a program takes precedence over what the test saw of it', programs, async ({ lab }) => {
    await lab.host('server').run('fragile.ts', { listens: 9000 })
    const client = await lab.host('client').connect('server', 9000)
    const error = await failureOf(client.ask('x\n'))
    expect(error).toMatchObject({
      code: 'EXITED',
      process: {
        name: 'fragile.ts',
        exit: { code: 1, error: { name: 'Error', message: 'cannot bear data', code: 'E_FRAGILE' } },
      },
    })
    expect(error.message).toContain('cannot bear data')
  })

  spec('waiting for a program to listen fails at once when it ends first', programs, async ({ lab }) => {
    const error = await failureOf(lab.host('server').run('module.ts', { listens: 9000 }))
    expect(error).toMatchObject({
      code: 'EXITED',
      expected: 'module.ts on server to listen on TCP port 9000 within 2 s',
    })
    expect(lab.clock.now).toBeLessThan(1500)
  })

  spec('a program that is not there is the author’s mistake', programs, async ({ lab }) => {
    const error = await failureOf(lab.host('server').run('ehco.ts'))
    expect(error.code).toBe('MISUSE')
    expect(error.seen).toContain('did you mean "echo.ts"')
  })

  spec(
    'helpers of the author are run by tests:',
    { programs: { 'hi.ts': "console.log('helper')" } },
    async ({ lab }) => {
      expect(await (await lab.host('client').run('tests:hi.ts')).line()).toBe('helper')
    },
  )

  spec(
    'helpers of the author may import what was handed in, and be loaded; programs that were handed in do not see them',
    {
      submission: {
        'sum.ts': 'export const sum = (a: number, b: number) => a + b',
        'spy.ts': "import { existsSync } from 'node:fs'\nconsole.log(existsSync('twice.ts'))",
      },
      programs: { 'twice.ts': "import { sum } from './sum.ts'\nexport function twice(n: number) { return sum(n, n) }" },
    },
    async ({ lab }) => {
      const helper = await lab.host('client').load<{ twice(n: number): number }>('tests:twice.ts')
      expect(await helper.twice(21)).toBe(42)
      expect(await (await lab.host('client').run('spy.ts')).line()).toBe('false')
    },
  )

  spec(
    'programs find hosts by name',
    { submission: { 'look.ts': "import dns from 'node:dns'\ndns.lookup('server', (e, a) => console.log(e ?? a))" } },
    async ({ lab }) => {
      expect(await (await lab.host('client').run('look.ts')).line()).toBe('10.0.9.2')
    },
  )

  spec('a loaded module is called like an asynchronous one', programs, async ({ lab }) => {
    const module = await lab.host('client').load<Module>('module.ts')
    expect(await module.add(2, 3)).toBe(5)
    const { took, value } = await lab.clock.time(() => module.later(50))
    expect(value).toEqual(new Uint8Array([1, 2, 3]))
    expectAbout(lab, took, 50)
    const counter = await module.Counter.create(10)
    expect(await counter.up(5)).toBe(15)
    expect(await (await counter.self()).up(1)).toBe(16)
    await expect(module.fail()).rejects.toMatchObject({ name: 'RangeError', message: 'no', code: 'E_NO' })
    expect(isRemoteError(await failureOf(module.fail()))).toBe(true)
  })

  spec(
    'the log of steps is in words: what a call gave or threw, the ends of a connection',
    programs,
    async ({ lab, steps }) => {
      const module = await lab.host('client').load<Module>('module.ts')
      await module.later(1)
      await failureOf(module.fail())
      expect(steps(2).map(({ op, args, outcome }) => [op, args, outcome])).toEqual([
        ['call', 'later(1)', showValue(new Uint8Array([1, 2, 3]))],
        ['call', 'fail()', 'E_NO: no'],
      ])
      await lab.host('server').listen(9000)
      await lab.host('client').connect('server', 9000)
      await lab.settle()
      expect(
        steps(3).map(({ op, args, outcome }) => `${op} ${args} ${outcome.replace(/:[3-6]\d{4} /, ':PORT ')}`),
      ).toEqual(['listen 9000 0.0.0.0:9000', 'connect server:9000 10.0.9.1:PORT → 10.0.9.2:9000', 'settle  done'])
    },
  )

  spec(
    'what a loaded module copies is counted, but not what brings its arguments and its results',
    { submission: { 'join.ts': 'export const join = (a: Uint8Array, b: Uint8Array) => Buffer.concat([a, b])' } },
    async ({ lab }) => {
      const { process, join } = await lab
        .host('client')
        .load<{ join(a: Uint8Array, b: Uint8Array): Uint8Array }>('join.ts')
      const half = new Uint8Array(500)
      expect(await join(half, half)).toHaveLength(1000)
      expect((await process.counters({ reset: true })).bytesCopied).toBe(1000)
      await join(half, new Uint8Array(2))
      expect((await process.counters()).bytesCopied).toBe(502)
    },
  )

  spec('a call into a module is pending while the test does other things', programs, async ({ lab }) => {
    const module = await lab.host('client').load<Module>('module.ts')
    const start = lab.clock.now
    const result = module.later(80)
    await lab.clock.advance('30ms')
    await lab.host('client').sockets()
    expectAbout(lab, lab.clock.now - start, 30)
    expect(await result).toHaveLength(3)
  })

  spec(
    'a call that is never answered ends: on real time when all that the test waits for must have happened, else with the world',
    { ...programs, limits: { waits: 300, within: 200, time: 10_000 } },
    async ({ lab }) => {
      const module = await lab.host('client').load<Module>('module.ts', { within: '5s' })
      const start = lab.clock.now
      const { code, expected } = (await failureOf(module.never())) as LabError
      expect([code, expected]).toEqual([
        lab.clock.kind === 'real' ? 'TIMEOUT' : 'UNEXPECTED',
        'an answer of module.ts to call "never"',
      ])
      if (lab.clock.kind === 'real') expectAbout(lab, lab.clock.now - start, 500)
    },
  )

  spec('the channel of a loaded module is no leak of it', programs, async ({ lab }) => {
    await lab.host('client').load<Module>('module.ts')
    expect(await lab.leaks()).toEqual([])
  })

  spec('leaks are what a program still holds when the test has let go', programs, async ({ lab }) => {
    await lab.host('server').run('echo.ts', { listens: 9000 })
    const client = await lab.host('client').connect('server', 9000)
    await client.ask('x\n')
    expect(await lab.leaks({ listeners: [9000] })).toEqual([])
    expect(await lab.leaks()).toMatchObject([
      { kind: 'listener', process: 'echo.ts on server', what: 'listens on port 9000' },
    ])
  })

  spec('evidence tells what became of the programs', programs, async ({ lab, evidence }) => {
    await lab.host('server').run('fragile.ts', { listens: 9000 })
    const client = await lab.host('client').connect('server', 9000)
    await failureOf(client.ask('x\n'))
    const { processes, ladder } = await evidence()
    expect(processes).toMatchObject([
      { name: 'fragile.ts', host: 'server', exit: { code: 1, error: { code: 'E_FRAGILE' } } },
    ])
    expect(ladder.length).toBeGreaterThan(4)
  })

  spec(
    'a test reads what a program wrote, and writes what a program reads',
    { submission: { 'notes.ts': NOTES } },
    async ({ lab }) => {
      const server = lab.host('server')
      await server.writeFile('/tmp/in.txt', 'from the test')
      const seed = new Uint8Array([0, 255, 128])
      await (await server.run('notes.ts', { files: { 'seed.bin': seed } })).exited()
      expect(new TextDecoder().decode(await server.readFile('notes.txt'))).toBe('00ff80 from the test')
      expect(await failureOf(server.readFile('/nowhere'))).toMatchObject({ code: 'MISUSE', seen: 'ENOENT' })
      expect(await failureOf(lab.host('client').readFile('/tmp/in.txt'))).toMatchObject({ code: 'MISUSE' })
    },
  )
}
