/** `ackademy run` as it is typed. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type CaptureFile, readCaptureFile } from '#network'
import { readWithTshark } from '../network/tshark.ts'
import { quickOr } from '../support/proof.ts'
import { realNode } from '../support/real-node.ts'
import { missing } from '../support/requirements.ts'
import { ackademy, Command, here } from './command.ts'

// A whole command each time, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 })

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ackademy run '))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Writes a program into the folder, whose name has a space, and returns its path. */
function program(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

describe('a program', () => {
  test('prints to both streams, gets the arguments after its name, and decides the exit status', async () => {
    const file = program('args.ts', 'console.log(process.argv.slice(1)); console.error("aside"); process.exitCode = 7')
    const { status, stdout, stderr } = await ackademy(['run', '--seed', '2', file, '--seed', '5', '-x'])
    expect(stdout).toBe("[ '/work/args.ts', '--seed', '5', '-x' ]\n")
    expect(stderr).toBe('aside\n')
    expect(status).toBe(7)
  })

  test('imports the files of its folder, and folders in it', async () => {
    mkdirSync(join(folder, 'lib'))
    program('lib/deep.ts', 'export const deep: string = "found"')
    const file = program('imports.mts', 'import { deep } from "./lib/deep.ts"; console.log(deep)')
    expect(await ackademy(['run', file])).toEqual({ status: 0, stdout: 'found\n', stderr: '' })
  })

  test.skipIf(missing('pinned Node'))(
    'of a package sees the folders beside its own, the package.json above it, and where it was started',
    async () => {
      mkdirSync(join(folder, 'package/src'), { recursive: true })
      mkdirSync(join(folder, 'package/lib'))
      program('package/package.json', '{ "type": "module", "imports": { "#lib": "./lib/a.js" } }')
      program('package/lib/a.js', 'export const a = "beside"')
      program(
        'package/src/b.js',
        `import { existsSync } from 'node:fs'
      import { a } from '../lib/a.js'
      import { a as again } from '#lib'
      console.log(a, again, ['package.json', 'b.js', 'src/b.js'].filter((file) => existsSync(file)))`,
      )
      for (const [cwd, file] of [
        ['package', 'src/b.js'],
        ['package/src', 'b.js'],
      ] as const) {
        const real = spawnSync(realNode(), [file], { cwd: join(folder, cwd), encoding: 'utf8' })
        const { stdout, stderr } = await ackademy(['run', file], { cwd: join(folder, cwd) })
        expect([cwd, stderr, stdout]).toEqual([cwd, '', real.stdout])
      }
    },
  )

  test('without a package sees what lies below the folder in which it is started', async () => {
    mkdirSync(join(folder, 'loose/src'), { recursive: true })
    mkdirSync(join(folder, 'loose/lib'))
    program('loose/lib/a.cjs', 'exports.a = "beside"')
    program('loose/src/b.cjs', 'console.log(require("../lib/a.cjs").a, require("fs").readdirSync("."))')
    const { stdout, stderr } = await ackademy(['run', 'src/b.cjs'], { cwd: join(folder, 'loose') })
    expect([stderr, stdout]).toEqual(['', "beside [ 'lib', 'src' ]\n"])
  })

  test('that throws shows its own stack trace and ends with 1', async () => {
    const { status, stderr } = await ackademy(['run', program('throws.ts', '\nthrow new Error("boo")')])
    expect(stderr).toMatch(/^file:\/\/\/work\/throws.ts:2\nthrow new Error\("boo"\)\n/)
    expect(stderr).not.toContain('src/')
    expect(status).toBe(1)
  })

  test('that does not parse is told with file and line', async () => {
    const { status, stderr } = await ackademy(['run', program('syntax.ts', 'const a = 1\nlet b = = 2')])
    expect(stderr).toMatch(/^file:\/\/\/work\/syntax.ts:2\n/)
    expect(status).toBe(1)
  })

  test('uses the npm packages of its folder and of the folders above, and writes nothing there', async () => {
    mkdirSync(join(folder, 'app/node_modules/near/lib'), { recursive: true })
    mkdirSync(join(folder, 'node_modules/far'), { recursive: true })
    const manifest = { name: 'near', exports: { '.': { import: './lib/module.mjs', require: './lib/common.cjs' } } }
    program('app/node_modules/near/package.json', JSON.stringify(manifest))
    program('app/node_modules/near/lib/module.mjs', 'export default "near by import"')
    program('app/node_modules/near/lib/common.cjs', 'module.exports = "near by require"')
    program('node_modules/far/index.js', 'exports.name = "far"; exports.data = require("./data.json")')
    program('node_modules/far/data.json', '[1]')
    const file = program(
      'app/main.mjs',
      `import { createRequire } from 'node:module'
      import fs from 'node:fs'
      import near from 'near'
      import { name, data } from 'far'
      console.log(near, createRequire(import.meta.url)('near'), name, data, import.meta.dirname)
      fs.writeFileSync('made.txt', 'x')
      fs.rmSync('node_modules/near', { recursive: true })
      console.log(fs.readdirSync('.'), fs.existsSync('node_modules/near/package.json'))`,
    )
    const { status, stdout, stderr } = await ackademy(['run', file])
    expect(stderr).toBe('')
    expect(stdout).toBe(
      "near by import near by require far [ 1 ] /work\n[ 'made.txt', 'main.mjs', 'node_modules' ] false\n",
    )
    expect(status).toBe(0)
    expect(readdirSync(join(folder, 'app'))).toEqual(['main.mjs', 'node_modules'])
    expect(readdirSync(join(folder, 'app/node_modules/near'))).toEqual(['lib', 'package.json'])
  })

  test('that wants a package that is not installed is told so', async () => {
    const { stderr } = await ackademy(['run', program('package.mts', "import pad from 'left-pad'; pad('x')")])
    expect(stderr).toMatch(
      /'left-pad' is neither a file of the program's folder nor an installed package: try npm install left-pad\n$/,
    )
  })

  test('reads standard input to its end', async () => {
    const file = program(
      'input.ts',
      'process.stdin.on("data", (d) => console.log(String(d))).on("end", () => console.log("end"))',
    )
    expect((await ackademy(['run', file], { input: 'hello' })).stdout).toBe('hello\nend\n')
    expect((await ackademy(['run', file])).stdout).toBe('end\n')
  })

  test('runs on the host and the topology that are named', async () => {
    const file = program('where.ts', "console.log(require('os').hostname())")
    const { stdout } = await ackademy(['run', '--topology', 'two-routers', '--host', 'client', file])
    expect(stdout).toBe('client\n')
  })
})

describe('a program that would never end', () => {
  test('a server that nobody connects to: says what it waits for, status 2', async () => {
    const file = program('server.ts', "require('net').createServer().listen(9000, '0.0.0.0', () => console.log('up'))")
    const { status, stdout, stderr } = await ackademy(['run', file])
    expect(stdout).toBe('up\n')
    expect(stderr).toContain('server.ts waits for a connection to 0.0.0.0:9000, which nobody in this world makes')
    expect(status).toBe(2)
  })

  test('a timer that is set again and again: an hour of its time, then status 2', async () => {
    const { status, stderr } = await ackademy(['run', program('tick.ts', 'setInterval(() => {}, 1000)')])
    expect(stderr).toMatch(
      /^ackademy run: the world was stopped: .*tick\.ts was still running after 60 min of the world's time, the most that a run lasts\n$/,
    )
    expect(status).toBe(2)
  })

  // It costs ten seconds of a processor; shorter ones are held by the processes themselves.
  test.each(quickOr([], ['an endless loop']))('%s: what it printed before, one message, 128 + SIGKILL', async () => {
    const file = program('loop.ts', 'console.log("one"); console.log("two"); for (;;);')
    const { status, stdout, stderr } = await ackademy(['run', file])
    expect(stdout).toBe('one\ntwo\n')
    expect(stderr).toMatch(/^ackademy run: .*loop.ts was ended: it gave no answer within 10 s\n$/)
    expect(status).toBe(137)
  })

  test('a memory bomb: one message, 128 + SIGABRT', async () => {
    const file = program('bomb.ts', 'const all = []; for (;;) all.push(new Array(10_000).fill(Math.random()))')
    const { status, stderr } = await ackademy(['run', file])
    expect(stderr).toMatch(
      /^ackademy run: .*bomb.ts was ended: it used up its 512 MiB of memory; allow more with --limit memory=SIZE\n$/,
    )
    expect(status).toBe(134)
  })

  test('a bomb of buffers, which lie outside of the heap: the same, at the limit that was set', async () => {
    const file = program('buffers.ts', 'const all = []; for (;;) all.push(Buffer.alloc(1 << 20, all.length + 1))')
    const { status, stderr } = await ackademy(['run', '--limit', 'memory=64MiB', file])
    expect(stderr).toMatch(/it used up its 64 MiB of memory/)
    expect(status).toBe(134)
  })
})

describe('a limit', () => {
  test('of packets ends a flood and names the option', async () => {
    const text = "const s = require('dgram').createSocket('udp4'); setInterval(() => s.send('x', 9, 'client'), 1)"
    const { status, stderr } = await ackademy(['run', '--limit', 'packets=50', program('flood.ts', text)])
    expect(stderr).toMatch(
      /flood\.ts ran until more than 50 packets had been sent; allow more with --limit packets=N\n$/,
    )
    expect(status).toBe(2)
  })

  test('of descriptors is EMFILE for the program, and the option is named', async () => {
    const text = `const net = require('net')
net.createServer().listen(9000, () => { for (let i = 0; i < 40; i++) net.connect(9000) })`
    const { status, stderr } = await ackademy(['run', '--limit', 'descriptors=32', program('greedy.ts', text)])
    expect(stderr).toMatch(/EMFILE/)
    expect(stderr).toMatch(/a process may have 32 descriptors open; allow more with --limit descriptors=N\n$/)
    expect(status).toBe(1)
  })
})

describe('output beyond 64 MiB', () => {
  test('is dropped; standard error says so and goes on', async () => {
    const text = `const line = Buffer.alloc(1 << 20, 'x'); for (let i = 0; i < 66; i++) process.stdout.write(line)
console.error('done')`
    const { status, stdout, stderr } = await ackademy(['run', program('prints.ts', text)])
    expect(stdout).toBe('x'.repeat(64 << 20))
    expect(stderr).toBe('\n[standard output cut here: more than 64 MiB]\ndone\n')
    expect(status).toBe(0)
  })
})

describe('Ctrl+C', () => {
  test('is SIGINT for the program, which may end as it likes', async () => {
    const text = `process.on('SIGINT', () => process.exit(9)); console.log('up'); const again = () => setImmediate(again); again()`
    const command = new Command(['run', program('handles.ts', text)])
    await command.printed(/up/)
    command.child.kill('SIGINT')
    expect(await command.ended).toEqual({ status: 9, stdout: 'up\n', stderr: '' })
  })

  test('ends an endless loop within seconds, and the capture is written', async () => {
    const pcap = join(folder, 'interrupted.pcapng')
    const text = `require('net').connect(80, 'client').on('error', () => { console.log('refused'); for (;;); })`
    const command = new Command(['run', '--pcap', pcap, program('stuck.ts', text)])
    await command.printed(/refused/)
    command.child.kill('SIGINT')
    const { status, stderr } = await command.ended
    expect(status).toBe(130)
    expect(stderr).toMatch(/^ackademy run: \d+ packets written to .*interrupted\.pcapng\n$/)
    expect(readFileSync(pcap).length).toBeGreaterThan(400)
  })
})

describe('the capture', () => {
  const traffic = 'tests/fixtures/traffic/traffic.ts'
  const capture = async (name: string, ...options: string[]) => {
    const pcap = join(folder, name)
    const { status, stdout } = await ackademy(['run', ...options, '--pcap', pcap, traffic])
    return { status, stdout, bytes: readFileSync(pcap) }
  }
  let once: ReturnType<typeof capture>
  beforeAll(() => {
    once = capture('a.pcapng', '--seed', '1')
  })

  test('is the same file, byte for byte, for the same seed, and another for another', async () => {
    const [first, second] = [await once, await capture('b.pcapng')]
    expect(first.status).toBe(3)
    expect(first.stdout).toMatch(/^2026-01-01T00:00:00.\d\d\dZ dial \d+: ECONNREFUSED\n/)
    expect(second.stdout).toBe(first.stdout)
    expect(second.bytes.equals(first.bytes)).toBe(true)
    expect((await capture('c.pcapng', '--seed', '2')).bytes.equals(first.bytes)).toBe(false)
  })

  test.skipIf(missing('tshark'))('holds the whole exchange, and tshark finds nothing wrong in it', async () => {
    const packets = readWithTshark((await once).bytes)
    const protocols = packets.map((packet) => packet.get('frame.protocols')![0]!.text)
    for (const protocol of ['eth:ethertype:arp', 'eth:ethertype:ip:tcp', 'eth:ethertype:ip:icmp:ip:udp:data'])
      expect(protocols).toContain(protocol)
    const wrong = packets.flatMap((packet) => [
      ...(packet.get('_ws.malformed') ?? []),
      ...['ip', 'tcp', 'udp', 'icmp'].flatMap((name) =>
        (packet.get(`${name}.checksum.status`) ?? []).filter(({ text }) => text === '0'),
      ),
    ])
    expect(wrong).toEqual([])
  })

  test('shows on lo what the program said to itself', async () => {
    const pcap = join(folder, 'selfish.pcapng')
    const text = `const net = require('net')
const server = net.createServer((socket) => socket.end()).listen(9000, () => net.connect(9000, 'localhost').resume().on('close', () => server.close()))`
    const { stderr } = await ackademy(['run', '--pcap', pcap, program('selfish.ts', text)])
    const { interfaces, packets } = readCaptureFile(readFileSync(pcap)) as CaptureFile
    expect(stderr).toBe(`ackademy run: ${packets.length} packets written to ${pcap}\n`)
    // SYN, SYN ACK, ACK; FIN ACK from both, and the last ACK.
    expect(packets.length).toBe(6)
    expect(new Set(packets.map((packet) => interfaces[packet.interface]!.name))).toEqual(new Set(['server:lo']))
  })

  test.skipIf(missing('tshark'))('holds everything, however much that is', async () => {
    const pcap = join(folder, 'large.pcapng')
    const text = `const net = require('net')
const chunk = Buffer.alloc(1 << 20, 7)
const server = net.createServer((socket) => socket.resume().on('end', () => server.close()))
server.listen(9000, '127.0.0.1', () => {
  const client = net.connect(9000, '127.0.0.1').setNoDelay(true).resume()
  let left = 80
  const more = () => { while (left-- > 0) if (!client.write(chunk)) return client.once('drain', more); client.end() }
  more()
})`
    const { status } = await ackademy(['run', '--pcap', pcap, program('large.ts', text)])
    expect(status).toBe(0)
    expect(statSync(pcap).size).toBeGreaterThan(80 << 20)
    const flags = ['retransmission', 'out_of_order', 'lost_segment', 'ack_lost_segment'].map(
      (name) => `tcp.analysis.${name}`,
    )
    const { stdout } = spawnSync('tshark', ['-r', pcap, '-Y', flags.join(' || ')], { encoding: 'utf8' })
    expect(stdout).toBe('')
    const bytes = spawnSync('tshark', ['-r', pcap, '-q', '-z', 'io,stat,0,SUM(tcp.len)tcp.len'], { encoding: 'utf8' })
    expect(bytes.stdout).toContain(String(80 << 20))
  })

  test('that cannot be written to its end says so, and the status is not 0', async () => {
    const text = "require('net').connect(80, 'client').on('error', () => {})"
    const { status, stderr } = await ackademy(['run', '--pcap', '/dev/full', program('short.ts', text)])
    expect(stderr).toMatch(/^ackademy run: --pcap \/dev\/full: ENOSPC.*does not hold all \d+ packets/)
    expect(status).toBe(2)
  })

  test('is written also when the program fails', async () => {
    const pcap = join(folder, 'failed.pcapng')
    const file = program('fails.ts', "require('net').connect(80, 'client') // nobody handles its error")
    expect((await ackademy(['run', '--pcap', pcap, file])).status).toBe(1)
    expect(readFileSync(pcap).length).toBeGreaterThan(400)
  })
})

describe('what cannot be done ends with 2 and one sentence', () => {
  const wrongTopology =
    'version: 1\nname: odd\ntopology:\n  nodes:\n    a: { interfaces: { eth0: { adresses: [10.0.0.1/24] } } }\n'

  test.each<[string, (file: string) => string[], RegExp]>([
    ['a program that is not there', () => ['nothing.ts'], /nothing.ts: there is no such file/],
    ['a folder', () => ['tests/cli'], /tests\/cli: that is a folder/],
    ['an unknown option', (file) => ['--sed', '1', file], /Unknown option '--sed'/],
    [
      'an unknown host',
      (file) => ['--host', 'servr', file],
      /--host servr: expected a host of wire \(client, server\)/,
    ],
    ['an unknown topology', (file) => ['--topology', 'wier', file], /Unknown topology "wier".*did you mean "wire"/],
    ['a capture into nowhere', (file) => ['--pcap', '/nowhere/a.pcapng', file], /--pcap \/nowhere\/a.pcapng: .*ENOENT/],
  ])('%s', async (_, args, message) => {
    const { status, stdout, stderr } = await here(['run', ...args(program('fine.ts', ''))])
    expect(stderr).toMatch(message)
    expect(stderr).toMatch(/^ackademy run: /)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  })

  test('a wrong topology file, with file, line and what was meant', async () => {
    const file = program('odd.yaml', wrongTopology)
    const { status, stderr } = await here(['run', '--topology', file, program('fine.ts', '')])
    expect(stderr).toMatch(/odd\.yaml:5:\d+: .*adresses.*did you mean "addresses"/)
    expect(status).toBe(2)
  })
})
