/** Datagrams in fragments, as we and as Wireshark put them together. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CaptureAnalysis,
  type Dissection,
  EtherType,
  emitEthernet,
  emitIpv4,
  emitIpv6,
  emitUdp,
  type PacketRecord,
  Recorder,
  writePcapng,
} from '#network'
import { missing } from '../support/requirements.ts'
import { complaints, differences } from './compare.ts'
import { readWithTshark, type TsharkPacket } from './tshark.ts'

const noTshark = missing('tshark')
const MACS = { destination: '02:00:00:00:00:02', source: '02:00:00:00:00:01' }
const IPV4 = { source: '10.0.0.1', destination: '10.0.0.2' }
const IPV6 = { source: '2001:db8::1', destination: '2001:db8::2' }

interface Piece {
  readonly start: number
  readonly payload: Uint8Array
  readonly isLast: boolean
}
type EmitPiece = (piece: Piece, id: number) => Uint8Array

const ipv4: EmitPiece = ({ start, payload, isLast }, identification) => {
  const flags = { dscp: 0, ecn: 0, reservedFlag: false, dontFragment: false, moreFragments: !isLast }
  const header = { ...flags, identification, fragmentOffset: start, ttl: 64, protocol: 17, options: new Uint8Array(0) }
  return emitEthernet({ ...MACS, type: EtherType.IPV4, payload: emitIpv4({ ...IPV4, ...header, payload }) })
}

/** The fragment header by hand (RFC 8200 §4.5). */
const ipv6: EmitPiece = ({ start, payload, isLast }, id) => {
  const header = Uint8Array.of(17, 0, start >> 8, (start & 0xf8) | (isLast ? 0 : 1), 0, 0, id >> 8, id & 255)
  const fields = { dscp: 0, ecn: 0, flowLabel: 0, nextHeader: 44, hopLimit: 64 }
  const packet = emitIpv6({ ...IPV6, ...fields, payload: Uint8Array.of(...header, ...payload) })
  return emitEthernet({ ...MACS, type: EtherType.IPV6, payload: packet })
}

/** Cuts a datagram, lets pieces reach over into the next, sends some twice, loses some, in any order. */
const cutting = fc.record({
  size: fc.integer({ min: 9, max: 200 }),
  cuts: fc.uniqueArray(fc.integer({ min: 1, max: 24 }), { minLength: 1, maxLength: 5 }),
  over: fc.array(fc.constantFrom(0, 0, 0, 8, 16), { minLength: 6, maxLength: 6 }),
  copies: fc.array(fc.constantFrom(0, 1, 1, 1, 1, 1, 1, 2), { minLength: 6, maxLength: 6 }),
  order: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
})
type Cutting = typeof cutting extends fc.Arbitrary<infer T> ? T : never

function piecesOf({ size, cuts, over, copies, order }: Cutting, addresses: typeof IPV4): Piece[] {
  const payload = Uint8Array.from({ length: size }, (_, i) => i)
  const whole = emitUdp({ sourcePort: 5000, destinationPort: 7000, payload }, addresses.source, addresses.destination)
  const inside = cuts.map((cut) => 8 * cut).filter((cut) => cut < whole.length)
  const starts = [0, ...inside].sort((a, b) => a - b)
  const pieces = starts.flatMap((start, index) => {
    const end = Math.min((starts[index + 1] ?? whole.length) + over[index]!, whole.length)
    const piece = { start, payload: whole.slice(start, end), isLast: end === whole.length }
    return Array.from({ length: copies[index]! }, () => piece)
  })
  return pieces
    .map((piece, index) => [order[index]!, piece] as const)
    .sort(([a], [b]) => a - b)
    .map(([, piece]) => piece)
}

function capture(emit: EmitPiece, addresses: typeof IPV4): readonly PacketRecord[] {
  const recorder = new Recorder()
  const cuttings = fc.sample(cutting, { numRuns: 400, seed: 7 })
  for (const [id, how] of cuttings.entries()) {
    for (const piece of piecesOf(how, addresses)) {
      const at = recorder.packets.length * 1000
      const bytes = emit(piece, id + 1)
      recorder.record({ at, link: 0, from: 'a:eth0', to: 'b:eth0', bytes, fate: 'delivered', cause: null })
    }
  }
  return recorder.packets
}

const OF_DATAGRAMS = /^(ip|ipv6)\.(fragment($|\.(count|overlap))|reassembled)/

/** Of the fields that say how a datagram was put together, what tshark has and we do not. */
function unsaid(ours: Dissection, theirs: TsharkPacket): string[] {
  const names = new Set(ours.layers.flatMap(({ fields }) => fields.map(({ name }) => name)))
  return [...theirs.keys()].filter((name) => OF_DATAGRAMS.test(name) && !name.endsWith('_raw') && !names.has(name))
}

describe.skipIf(noTshark)('400 datagrams in fragments that overlap, come twice, get lost, in any order', () => {
  test.each([
    ['IPv4', ipv4, IPV4],
    ['IPv6', ipv6, IPV6],
  ] as const)('over %s are put together as Wireshark does', { timeout: 60_000 }, (_name, emit, addresses) => {
    const packets = capture(emit, addresses)
    const theirs = readWithTshark(writePcapng(['a:eth0'], packets))
    const analysis = new CaptureAnalysis()
    for (const record of packets) analysis.add(record)
    const read = packets.map((record) => analysis.dissect(record))
    const wrong = read.flatMap((ours, index) =>
      [...complaints(theirs[index]!), ...differences(ours, theirs[index]!), ...unsaid(ours, theirs[index]!)].map(
        (text) => `${index + 1}: ${text}`,
      ),
    )
    expect(wrong.slice(0, 20)).toEqual([])
    expect(read.filter(({ protocol }) => protocol === 'UDP').length).toBeGreaterThan(100)
  })
})
