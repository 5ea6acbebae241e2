/** Every parser of the platform's floors that reads what others wrote, each with some good input, and how it says that input is not good. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { FileProblems, readTopology } from '#lab'
import * as network from '#network'
import * as arbitrary from '#network/wire/arbitraries.fixture.ts'
import { dnsMessage } from '#network/wire/dns-arbitraries.fixture.ts'
import { stunMessage } from '#network/wire/stun-arbitraries.fixture.ts'
import { NeedsError, parseScript, ScriptError } from '#packetdrill'
import { frame, header } from '../network/synthetic.ts'
import { ipv6 } from '../network/synthetic-ipv6.ts'
import { lan, pattern, ping, transfer } from '../network/worlds.ts'

interface Reading<Input> {
  readonly name: string
  /** Reads all of it, including parts that are only parsed on demand. */
  readonly read: (input: Input) => unknown
  readonly corpus: readonly Input[]
  /** The errors that it may throw; others answer with a value. */
  readonly throws?: readonly (new (
    ...args: never[]
  ) => Error)[]
  /** How many times less input it gets than a parser of a header, which takes a microsecond. */
  readonly slowness: number
}
export type BytesParser = Reading<Uint8Array>
export interface TextParser extends Reading<string> {
  /** What is put into texts: words and signs that mean something there. */
  readonly alphabet: readonly string[]
}

const ADDRESS = { 4: ['10.0.0.1', '10.0.0.2'], 6: ['2001:db8::1', '2001:db8::2'] } as const
const samples = <T>(from: fc.Arbitrary<T>): T[] => fc.sample(from, { numRuns: 60, seed: 1 })
const emitted = <T>(from: fc.Arbitrary<T>, emit: (value: T) => Uint8Array): Uint8Array[] => samples(from).map(emit)
const ascii = (text: string) => new TextEncoder().encode(text)

const icmpv6 = (message: network.IcmpMessage) => network.emitIcmpv6(message, ...ADDRESS[6])
const mld = emitted(arbitrary.mldMessage, (message) => icmpv6(network.emitMld(message)))
const discovery = emitted(arbitrary.ndMessages, (message) => icmpv6(network.ndMessage(message)))
const frames = [
  ...samples(frame),
  ...emitted(fc.tuple(header, ipv6), ([head, payload]) =>
    network.emitEthernet({ ...head, type: network.EtherType.IPV6, payload }),
  ),
]

/** Half a second of an ordinary world, with losses. */
const world = lan(1, { loss: 0.05 }, true)
ping(world.host('client'), '10.0.0.2', [8, 3000], world.clock)
transfer(world.host('client'), world.host('server'), '10.0.0.2', pattern(3000))
world.clock.runUntil(network.SECOND / 2)
const records = world.recorder.packets
const pcapng = network.writePcapng(world.endpoints, records.slice(0, 12), { comment: 'seed 1' })

function recordingBytes(): Uint8Array {
  const recording = new network.Recording()
  for (const packet of records.slice(0, 12)) recording.addPacket(packet)
  recording.addOutput({ at: 0, pid: 1, stream: 'stdout', bytes: ascii('hello') })
  recording.addProcess({ at: 0, pid: 1, host: 'client', name: 'client.ts', state: 'started' })
  return network.writeRecording(recording, { endpoints: world.endpoints })
}

/** A classic pcap file (draft-ietf-opsawg-pcap) with these frames. */
function pcapBytes(frames: readonly Uint8Array[]): Uint8Array {
  const header = Buffer.alloc(24)
  header.writeUInt32LE(0xa1b2c3d4, 0)
  header.writeUInt16LE(2, 4)
  header.writeUInt16LE(4, 6)
  header.writeUInt32LE(65_535, 16)
  header.writeUInt32LE(1, 20)
  const packets = frames.map((bytes, index) => {
    const head = Buffer.alloc(16)
    head.writeUInt32LE(index, 0)
    head.writeUInt32LE(bytes.length, 8)
    head.writeUInt32LE(bytes.length, 12)
    return Buffer.concat([head, bytes])
  })
  return new Uint8Array(Buffer.concat([header, ...packets]))
}

const HTTP = [
  'GET /a?b=c HTTP/1.1\r\nHost: example.net\r\nContent-Length: 5\r\n\r\nhello',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
  'POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n',
  'HTTP/1.0 304 Not Modified\n\n',
].map(ascii)

function readHttp(bytes: Uint8Array): void {
  network.looksLikeHttp(bytes)
  const head = network.parseHttpHead(bytes)
  if (head === null || head instanceof network.ParseError) return
  network.httpBody(head)
  network.parseHttpChunks(bytes, Math.min(head.length, bytes.length))
}

/** All of a capture, with what packets before say about those behind. */
function readWhole(bytes: Uint8Array): void {
  const file = network.readCaptureFile(bytes)
  if (file instanceof network.CaptureFileError) return
  analyse(network.recordsOf(file))
}

function analyse(captured: readonly network.PacketRecord[]): void {
  const analysis = new network.CaptureAnalysis()
  for (const record of captured) analysis.add(record)
  for (const record of captured) analysis.dissect(record)
  network.followStream(
    captured.map((record) => [record, analysis.position(record)]),
    0,
  )
}

/** A segment of a connection that the analysis already follows. */
const followed = records.slice(0, 20)

/** A message of ICMPv6 read further, as the ones who understand it do. */
const readInside = (read: (message: network.IcmpMessage) => unknown) => (bytes: Uint8Array) => {
  const message = network.parseIcmpv6(bytes)
  if (!(message instanceof network.ParseError)) read(message)
}

const between = ADDRESS[4]
const tcp = emitted(arbitrary.tcpSegment, (segment) => network.emitTcp(segment, ...between))
const igmp = emitted(arbitrary.igmpMessage, network.emitIgmp)
const ipv4Options = [
  [0x94, 4, 0, 0],
  [7, 7, 4, 0, 0, 0, 0, 1],
  [1, 1, 1, 0],
].map((list) => Uint8Array.from(list))
const ipv6Payloads = samples(ipv6).map((bytes) => bytes.subarray(39))

const OPTION_LISTS = {
  'options of IPv4': network.IPV4_OPTION_LIST,
  'options of IPv6': network.IPV6_OPTION_LIST,
  'options of neighbor discovery': network.ND_OPTION_LIST,
  'options of TCP': network.TCP_OPTION_LIST,
}

export const BYTES_PARSERS: readonly BytesParser[] = [
  { name: 'Ethernet', read: network.parseEthernet, corpus: frames, slowness: 1 },
  { name: 'ARP', read: network.parseArp, corpus: emitted(arbitrary.arpPacket, network.emitArp), slowness: 1 },
  { name: 'IPv4', read: network.parseIpv4, corpus: emitted(arbitrary.ipv4Packet, network.emitIpv4), slowness: 1 },
  {
    name: 'quoted IPv4',
    read: network.parseQuotedIpv4,
    corpus: emitted(arbitrary.ipv4Packet, network.emitIpv4),
    slowness: 1,
  },
  { name: 'IPv6', read: network.parseIpv6, corpus: samples(ipv6), slowness: 1 },
  { name: 'quoted IPv6', read: network.parseQuotedIpv6, corpus: samples(ipv6), slowness: 1 },
  {
    name: 'IPv6 extension headers',
    read: (bytes) => network.parseExtensions(bytes[0] ?? 0, bytes.subarray(1)),
    corpus: ipv6Payloads,
    slowness: 1,
  },
  { name: 'IPv6 options', read: network.parseIpv6Options, corpus: ipv6Payloads, slowness: 1 },
  { name: 'ICMP', read: network.parseIcmp, corpus: emitted(arbitrary.icmpMessage, network.emitIcmp), slowness: 1 },
  { name: 'ICMPv6', read: network.parseIcmpv6, corpus: [...mld, ...discovery], slowness: 1 },
  { name: 'neighbor discovery', read: readInside(network.parseNd), corpus: discovery, slowness: 1 },
  { name: 'MLD', read: readInside(network.parseMld), corpus: mld, slowness: 1 },
  { name: 'IGMP', read: network.parseIgmp, corpus: igmp, slowness: 1 },
  {
    name: 'UDP',
    read: network.parseUdp,
    corpus: emitted(arbitrary.udpDatagram, (one) => network.emitUdp(one, ...between)),
    slowness: 1,
  },
  { name: 'TCP', read: network.parseTcp, corpus: tcp, slowness: 1 },
  { name: 'TCP header', read: network.parseTcpHeader, corpus: tcp, slowness: 1 },
  {
    name: 'TCP options',
    read: network.parseTcpOptions,
    corpus: emitted(arbitrary.tcpOptions, network.emitTcpOptions),
    slowness: 1,
  },
  {
    name: 'TCP options by place',
    read: network.readTcpOptions,
    corpus: emitted(arbitrary.tcpOptions, network.emitTcpOptions),
    slowness: 1,
  },
  ...Object.entries(OPTION_LISTS).map(([name, format]) => ({
    name: `walk of ${name}`,
    read: (bytes: Uint8Array) => network.walkOptions(format, bytes, () => {}),
    corpus: [...ipv4Options, ...emitted(arbitrary.tcpOptions, network.emitTcpOptions)],
    slowness: 1,
  })),
  { name: 'DNS', read: (bytes) => network.parseDns(bytes), corpus: emitted(dnsMessage, network.emitDns), slowness: 4 },
  { name: 'STUN', read: (bytes) => network.parseStun(bytes), corpus: samples(stunMessage), slowness: 2 },
  { name: 'HTTP', read: readHttp, corpus: HTTP, slowness: 2 },
  { name: 'checksum repair', read: (bytes) => network.mendChecksums(bytes.slice()), corpus: frames, slowness: 2 },
  { name: 'dissection', read: (bytes) => network.dissect(bytes), corpus: frames, slowness: 20 },
  {
    name: 'dissection within a conversation',
    read: (bytes) => analyse([...followed, { ...followed[0]!, number: 21, bytes }]),
    corpus: followed.map(({ bytes }) => bytes),
    slowness: 200,
  },
  { name: 'pcapng files', read: readWhole, corpus: [pcapng], slowness: 100 },
  {
    name: 'pcap files',
    read: readWhole,
    corpus: [pcapBytes(records.slice(0, 8).map(({ bytes }) => bytes))],
    slowness: 100,
  },
  { name: 'recordings', read: network.readRecording, corpus: [recordingBytes()], throws: [RangeError], slowness: 20 },
]

const WORDS = [
  'tcp',
  'ip.addr',
  '==',
  '&&',
  'not',
  '(',
  ')',
  '[0:2]',
  '1.2.3.4',
  '::',
  '"',
  "'",
  '\\',
  'in',
  '{',
  '}',
  '..',
  'contains',
  '0x',
  '~',
  '\n',
]
const FILTERS = [
  'tcp.flags.syn == 1 && !(ip.addr == 10.0.0.0/8)',
  'frame contains "GET" or tcp.port in {80, 443, 8000..8080}',
  'any ip.ttl < 5 and len(udp) >= 8 xor eth.src[0:3] == 02:00:00',
  'tcp.analysis.retransmission || http.request.method matches "^P"',
]
const YAML_WORDS = [
  ':',
  '-',
  '\n',
  '  ',
  '{',
  '}',
  '[',
  ']',
  '&a',
  '*a',
  '"',
  '|',
  '#',
  '!!',
  '$',
  '{x}',
  'kind',
  'links',
  'null',
  '1e9',
  '10ms',
]
const SCRIPT_WORDS = [
  '+0',
  '<',
  '>',
  '.',
  'S',
  'F.',
  '1:1(0)',
  'ack',
  'win',
  '<mss 1000>',
  '=',
  '(',
  ')',
  '...',
  '%{',
  '}%',
  '`',
  '{',
  '}',
  '[',
  ']',
  '\n',
  '"',
  '0x',
  '*',
]

function texts(folder: string, ending: string): string[] {
  const path = join(import.meta.dirname, '../..', folder)
  return readdirSync(path)
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(join(path, name), 'utf8'))
}

export const TEXT_PARSERS: readonly TextParser[] = [
  { name: 'display filter', read: network.compileFilter, corpus: FILTERS, alphabet: WORDS, slowness: 5 },
  {
    name: 'completion of display filters',
    read: (text) => network.completeFilter(text, text.length >> 1),
    corpus: FILTERS,
    alphabet: WORDS,
    slowness: 100,
  },
  {
    name: 'addresses',
    read: (text) => [network.parseIpAddress(text), network.parsePrefix(text), network.parseMacAddress(text)],
    corpus: ['10.0.0.1', 'fe80::1%eth0', '2001:db8::/32', '02:00:00:00:00:01', '::ffff:1.2.3.4'],
    alphabet: [':', '.', '/', '%', 'f', '0', '255', '::', '-', ' '],
    slowness: 2,
  },
  {
    name: 'packetdrill scripts',
    read: (text) => parseScript('hostile.pkt', text),
    corpus: texts('tests/packetdrill', '.pkt'),
    alphabet: SCRIPT_WORDS,
    throws: [ScriptError, NeedsError],
    slowness: 50,
  },
  {
    name: 'topology files',
    read: (text) => readTopology('hostile.yaml', text),
    corpus: texts('content/topologies', '.yaml'),
    alphabet: YAML_WORDS,
    throws: [FileProblems],
    slowness: 500,
  },
]
