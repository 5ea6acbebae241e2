import { expect, test } from 'vitest'
import { emitUdp } from '../../wire/index.ts'
import { ipv4, records, tcp, text, udp } from '../packets.fixture.ts'
import { withoutTags } from './captured-packets.ts'
import { type ClientSides, clientSides } from './index.ts'

const [ISN, PEER] = [1000, 7000]
const HANDSHAKE = [
  tcp({ flags: 'SYN', seq: ISN }),
  tcp({ flags: 'SYN ACK', seq: PEER, ack: ISN + 1 }, true),
  tcp({ flags: 'ACK', seq: ISN + 1, ack: PEER + 1 }),
]
const said = (at: number, data: string, flags = 'PSH ACK', heard = 0) =>
  tcp({ flags, seq: ISN + at, ack: PEER + 1 + heard, data })
const answered = (at: number, data: string, flags = 'PSH ACK', ack = 1) =>
  tcp({ flags, seq: PEER + at, ack: ISN + ack, data }, true)
const sidesOf = (...frames: Uint8Array[]): ClientSides =>
  clientSides(records(...frames).map((record) => ({ record, missing: 0 })))

test('a client sent each byte once and in order, at the time at which it was there', () => {
  const frames = [
    ...HANDSHAKE,
    said(4, 'lo\n'),
    said(1, 'hel'),
    said(1, 'hel'),
    answered(1, 'ok\n'),
    said(7, '', 'FIN ACK', 3),
  ]
  const all = records(...frames)
  const { sides, leftOut } = sidesOf(...frames)
  expect(leftOut).toEqual([])
  const at = all[4]!.at
  expect(sides).toMatchObject([
    {
      protocol: 'tcp',
      client: '10.0.0.1 40000',
      server: '10.0.0.2 9000',
      port: 9000,
      opensAt: all[0]!.at,
      sends: [
        { at, bytes: text('hel'), heard: 0 },
        { at, bytes: text('lo\n'), heard: 0 },
      ],
      end: { at: all[7]!.at, how: 'fin', heard: 3 },
      replies: [{ at: all[6]!.at, bytes: text('ok\n') }],
      serverEnd: null,
      repliesEnd: null,
    },
  ])
})

test('what a client had heard is what it acknowledged, not what was captured before', () => {
  const { sides } = sidesOf(...HANDSHAKE, answered(1, 'one\n'), answered(5, 'two\n'), said(1, 'next\n', 'PSH ACK', 4))
  expect(sides[0]?.sends).toMatchObject([{ heard: 4 }])
})

test('a connection whose SYN is missing, or of whose bytes some are, is left out with the reason', () => {
  expect(sidesOf(said(1, 'hi')).leftOut).toMatchObject([
    {
      frame: 1,
      reason: expect.stringContaining('the capture begins after its SYN, so which side is the client is not known'),
    },
  ])
  const gap = sidesOf(...HANDSHAKE, said(1, 'hel'), said(11, 'later'))
  expect(gap.sides).toEqual([])
  expect(gap.leftOut).toEqual([{ frame: 1, reason: 'bytes are missing in what its client sent, after byte 3' }])
})

test('bytes that only the server’s acknowledgment shows are missing too', () => {
  const { leftOut } = sidesOf(...HANDSHAKE, said(1, 'hel'), answered(1, 'ok\n', 'PSH ACK', 21))
  expect(leftOut).toEqual([{ frame: 1, reason: 'bytes are missing in what its client sent, after byte 3' }])
  const ended = sidesOf(...HANDSHAKE, said(1, 'hel', 'FIN ACK'), answered(1, '', 'FIN ACK', 5))
  expect(ended).toMatchObject({ leftOut: [], sides: [{ end: { how: 'fin' }, serverEnd: { how: 'fin' } }] })
})

test('compares answers with missing bytes up to the first gap', () => {
  const { sides } = sidesOf(...HANDSHAKE, said(1, 'hi'), answered(1, 'one'), answered(9, 'three'))
  expect(sides).toMatchObject([{ repliesEnd: 'the capture lacks bytes of the server after byte 3' }])
})

test('a connection that was refused or never answered is left out', () => {
  expect(sidesOf(HANDSHAKE[0]!, answered(0, '', 'RST ACK')).leftOut).toMatchObject([
    { reason: 'the server refused it' },
  ])
  expect(sidesOf(HANDSHAKE[0]!, HANDSHAKE[0]!).leftOut).toMatchObject([{ reason: 'no server answered its SYN' }])
})

test('a conversation with keys of its own is left out: SSH, TLS, also behind plain text', () => {
  const hello = '\x16\x03\x01\x00\x50\x01'
  const reasonOf = (...frames: Uint8Array[]) => sidesOf(...HANDSHAKE, ...frames).leftOut[0]?.reason
  expect(reasonOf(said(1, 'SSH-2.0-x\r\n'))).toContain('it is SSH')
  expect(reasonOf(said(1, hello))).toContain('it is TLS')
  expect(reasonOf(said(1, 'STARTTLS\r\n'), said(11, hello))).toContain('it is TLS')
})

test('a datagram that crosses two captured links is sent once', () => {
  const back = ipv4(
    emitUdp({ sourcePort: 7000, destinationPort: 5000, payload: text('B') }, '10.0.0.2', '10.0.0.1'),
    17,
    {
      ...{ source: '10.0.0.2', destination: '10.0.0.1' },
    },
  )
  const seen = records(udp('a'), udp('a'), back, back, udp('a')).map((record, index) => ({
    record: { ...record, link: [0, 1, 1, 0, 0][index]! },
    missing: 0,
  }))
  expect(clientSides(seen).sides).toMatchObject([
    { sends: [{ heard: 0 }, { heard: 1 }], replies: [{ bytes: text('B') }], port: 7000 },
  ])
})

test('VLAN tags are taken off, also two of them', () => {
  const frame = udp('a')
  const tagged = (...tags: number[]) => Uint8Array.of(...frame.subarray(0, 12), ...tags, ...frame.subarray(12))
  expect(withoutTags(tagged(0x81, 0, 0, 7))).toEqual(frame)
  expect(withoutTags(tagged(0x88, 0xa8, 0, 7, 0x81, 0, 0, 8))).toEqual(frame)
  expect(withoutTags(Uint8Array.of(0x81))).toEqual(Uint8Array.of(0x81))
})
