/** Captures that tcpdump, dumpcap and tshark made of real programs (foreign/make.sh), played against servers of the same protocol. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { PLAYER_NAME, playerProgram, readCaptureClients } from '#lab'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import { DNS, LINES, WEB } from './foreign/servers.fixture.ts'

const bytesOf = (name: string) => new Uint8Array(readFileSync(join(import.meta.dirname, 'foreign', name)))

/** What the player prints, a line for each conversation. */
async function played(bytes: Uint8Array, server: string): Promise<string> {
  const read = await readCaptureClients(bytes)
  if (typeof read === 'string') throw new Error(read)
  const submission = { 'server.mjs': server, [PLAYER_NAME]: playerProgram(read.sides, 'server') }
  const { lab } = await openSimulatedLab({ topology: 'wire', seed: 1, files: { submission } })
  try {
    await lab.host('server').run('server.mjs')
    await lab.clock.advance('100ms')
    const player = await lab.host('client').run(PLAYER_NAME)
    await player.exited({ within: '60s' })
    const { stdout, stderr } = await player.output()
    return stdout + stderr
  } finally {
    await lab.close()
  }
}

const ANSWERED = /^(tcp|udp) \S+ \d+ to port \d+: sent \d+ bytes, answered as in the capture$/

test.each([
  ['lines-nano.pcap', LINES, 1, 'tcpdump, nanoseconds'],
  ['lines-sll.pcap', LINES, 1, 'tcpdump -i any, the first cooked header'],
  ['lines-sll2.pcap', LINES, 1, 'tcpdump -i any, the second cooked header'],
  ['lines-ipv6.pcap', LINES, 1, 'IPv6'],
  ['lines-vlan.pcap', LINES, 1, 'a switch’s mirror port, with VLAN tags'],
  ['lines-raw.pcap', LINES, 1, 'a tunnel: packets without a link header'],
  ['lossy.pcap', LINES, 1, 'a path that lost and reordered packets'],
  ['two.pcap', LINES, 2, 'two connections at once'],
  ['fetch.pcapng', WEB, 2, 'dumpcap, curl and a Python server whose clock differs'],
  ['dns.pcap', DNS, 2, 'dig and named'],
  ['dns-any.pcap', DNS, 2, 'dig and named, with the second cooked header'],
])('%s is played: a server that answers the same passes', { timeout: 60_000 }, async (name, server, conversations) => {
  const lines = (await played(bytesOf(name), server)).trimEnd().split('\n')
  expect(lines).toHaveLength(conversations)
  for (const line of lines) expect(line).toMatch(ANSWERED)
})

test('a server that answers otherwise is told where', { timeout: 60_000 }, async () => {
  const wrong = LINES.replace('toUpperCase', 'toLowerCase')
  expect(await played(bytesOf('lines-nano.pcap'), wrong)).toContain(
    'the answer differs from the capture at byte 0: captured "HELLO\\nTWO\\nTHREE\\nQUIT\\n", received "hello\\ntwo\\nthree\\nquit\\n"',
  )
  const mute = "import net from 'node:net'\nnet.createServer(() => {}).listen(9000)"
  expect(await played(bytesOf('lines-nano.pcap'), mute)).toContain('received ""')
  const open = LINES.replace("if (line === 'quit') return socket.end()", '').replace(
    'net.createServer(',
    'net.createServer({ allowHalfOpen: true }, ',
  )
  expect(await played(bytesOf('lines-nano.pcap'), open)).toContain(
    'the server did not end the connection, which it did',
  )
})

test('without the server’s packets the client is played, and nothing is compared', { timeout: 60_000 }, async () => {
  expect(await played(bytesOf('client-only.pcap'), LINES)).toMatch(
    /sent 21 bytes, answers are not compared: the capture holds no packet of the server\n$/,
  )
})

/** The classic format's packets with at most so many bytes, as `tcpdump -s` writes them. */
function snapped(bytes: Uint8Array, most: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts = [bytes.subarray(0, 24)]
  for (let at = 24; at < bytes.length; ) {
    const length = view.getUint32(at + 8, true)
    const kept = Math.min(length, most)
    const header = bytes.slice(at, at + 16)
    new DataView(header.buffer).setUint32(8, kept, true)
    parts.push(header, bytes.subarray(at + 16, at + 16 + kept))
    at += 16 + length
  }
  return new Uint8Array(Buffer.concat(parts))
}

test.each([
  ['server-only.pcap', 'the capture holds only what the server sent. Capture both directions'],
  ['middle.pcap', 'the capture begins after its SYN, so which side is the client is not known'],
  ['refused.pcap', 'the server refused it'],
  ['tls.pcap', 'it is TLS: each side draws random numbers for the keys'],
])('%s is refused with the reason', async (name, reason) => {
  expect(await readCaptureClients(bytesOf(name))).toContain(reason)
})

test('packets that were cut off are named, with what to do', async () => {
  expect(await readCaptureClients(snapped(bytesOf('lines-nano.pcap'), 68))).toMatch(
    /after byte 2: packet \d+ was cut off when it was captured\. Capture whole packets \(tcpdump -s 0\)$/,
  )
  expect(await readCaptureClients(snapped(bytesOf('dns.pcap'), 68))).toContain(
    'packet 1, which its client sent, was cut off when it was captured',
  )
  expect(await readCaptureClients(snapped(bytesOf('dns.pcap'), 90))).toMatchObject({
    sides: [{ replies: [], repliesEnd: 'packet 2 of the server was cut off when it was captured' }, {}],
  })
})

test('a file may be compressed, and may end early', async () => {
  const whole = bytesOf('two.pcap')
  const read = await readCaptureClients(whole)
  expect(await readCaptureClients(new Uint8Array(gzipSync(whole)))).toEqual(read)
  const early = await readCaptureClients(whole.subarray(0, whole.length - 7))
  expect(early).toMatchObject({
    notes: [expect.stringMatching(/^the file is damaged at byte \d+: .* packets before that are read$/)],
  })
  const half = new Uint8Array(gzipSync(whole)).subarray(0, 700)
  expect(await readCaptureClients(half)).toMatchObject({ sides: [{}, {}] })
})

test('other formats, and too much, are refused with what to do', async () => {
  const told = async (bytes: readonly number[]) => readCaptureClients(Uint8Array.from(bytes))
  expect(await told([])).toContain('the file is empty')
  expect(await told([0x28, 0xb5, 0x2f, 0xfd])).toBe('the file is compressed with zstd: decompress it first (zstd -d)')
  expect(await told([0x1f, 0x8b, 1, 2, 3])).toContain('starts like one of gzip')
  expect(await told([...'GET /'].map((letter) => letter.charCodeAt(0)))).toContain('editcap -F pcapng IN OUT')
  const bomb = new Uint8Array(gzipSync(new Uint8Array(70 * 2 ** 20)))
  expect(bomb.length).toBeLessThan(100_000)
  expect(await readCaptureClients(bomb)).toContain('only that many are read')
  const wifi = bytesOf('lines-nano.pcap')
  wifi[20] = 127
  expect(await readCaptureClients(wifi)).toBe(
    'its packets have link type 127 (Wi-Fi with radio headers), which is not read. Capture on an interface with Ethernet or IP packets (tcpdump -i any)',
  )
})

test('a 50 MB file of one connection is read, and its answers within bounds', { timeout: 60_000 }, async () => {
  const [first, ...rest] = classicPackets(bytesOf('lines-nano.pcap'))
  const filler = Array.from({ length: 34_000 }, () => ({ ...rest.at(-1)!, frame: new Uint8Array(1500) }))
  const read = await readCaptureClients(classicFile(bytesOf('lines-nano.pcap'), [first!, ...rest, ...filler]))
  expect(read).toMatchObject({ sides: [{ protocol: 'tcp' }], notes: [] })
})

interface ClassicPacket {
  header: Uint8Array
  frame: Uint8Array
}

function classicPackets(bytes: Uint8Array): ClassicPacket[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const packets: ClassicPacket[] = []
  for (let at = 24; at < bytes.length; ) {
    const length = view.getUint32(at + 8, true)
    packets.push({ header: bytes.slice(at, at + 16), frame: bytes.subarray(at + 16, at + 16 + length) })
    at += 16 + length
  }
  return packets
}

function classicFile(head: Uint8Array, packets: readonly ClassicPacket[]): Uint8Array {
  const parts = packets.flatMap(({ header, frame }) => {
    const own = header.slice()
    new DataView(own.buffer).setUint32(8, frame.length, true)
    new DataView(own.buffer).setUint32(12, frame.length, true)
    return [own, frame]
  })
  return new Uint8Array(Buffer.concat([head.subarray(0, 24), ...parts]))
}

test('1,000 mutated files are read or refused in a sentence, none throws or takes long', {
  timeout: 120_000,
}, async () => {
  const names = ['lines-sll2.pcap', 'lossy.pcap', 'fetch.pcapng', 'dns-any.pcap', 'lines-vlan.pcap', 'lines-raw.pcap']
  const originals = [...names.map(bytesOf), new Uint8Array(gzipSync(bytesOf('two.pcap')))]
  let state = 1
  const below = (most: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % most
  }
  let [readable, slowest] = [0, 0]
  for (let round = 0; round < 1000; round++) {
    const original = originals[round % originals.length]!
    const copy = original.slice(0, below(5) === 0 ? below(original.length) : original.length)
    for (let changes = 1 + below(8); changes > 0 && copy.length > 0; changes--)
      copy[below(copy.length)] = [0, 255, 128, below(256)][below(4)]!
    const start = performance.now()
    const read = await readCaptureClients(copy)
    if (typeof read === 'string') expect(read.length).toBeGreaterThan(10)
    else {
      readable++
      expect(playerProgram(read.sides, 'server').length).toBeLessThan(1_000_000)
    }
    slowest = Math.max(slowest, performance.now() - start)
  }
  expect(readable).toBeGreaterThan(200)
  expect(readable).toBeLessThan(1000)
  expect(slowest).toBeLessThan(5000)
})
