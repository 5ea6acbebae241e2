import { expect, test } from 'vitest'
import { clientSides } from './client-sides.ts'
import { records, tcp, text } from './packets.fixture.ts'

const [ISN, PEER] = [1000, 7000]
const HANDSHAKE = [
  tcp({ flags: 'SYN', seq: ISN }),
  tcp({ flags: 'SYN ACK', seq: PEER, ack: ISN + 1 }, true),
  tcp({ flags: 'ACK', seq: ISN + 1, ack: PEER + 1 }),
]
const said = (at: number, data: string, flags = 'PSH ACK') => tcp({ flags, seq: ISN + at, ack: PEER + 1, data })
const answered = (at: number, data: string) => tcp({ flags: 'PSH ACK', seq: PEER + at, ack: ISN + 1, data }, true)

test('a client sent each byte once and in order, at the time at which it was there', () => {
  const frames = [
    ...HANDSHAKE,
    said(4, 'lo\n'),
    said(1, 'hel'),
    said(1, 'hel'),
    answered(1, 'ok\n'),
    said(7, '', 'FIN ACK'),
  ]
  const all = records(...frames)
  const { sides, leftOut } = clientSides(all)
  expect(leftOut).toEqual([])
  const at = all[4]!.at
  expect(sides).toMatchObject([
    {
      protocol: 'tcp',
      client: '10.0.0.1 40000',
      port: 9000,
      opensAt: all[0]!.at,
      sends: [
        { at, bytes: text('hel') },
        { at, bytes: text('lo\n') },
      ],
      end: { at: all[7]!.at, how: 'fin' },
      replies: [text('ok\n')],
    },
  ])
})

test('a connection whose SYN is missing, or of whose bytes some are, is left out with the reason', () => {
  expect(clientSides(records(said(1, 'hi'))).leftOut).toEqual([
    { frame: 1, reason: 'the capture begins after its SYN, so which side is the client is not known' },
  ])
  const gap = clientSides(records(...HANDSHAKE, said(1, 'hel'), said(11, 'later')))
  expect(gap.sides).toEqual([])
  expect(gap.leftOut).toEqual([{ frame: 1, reason: 'bytes are missing in what its client sent, after byte 3' }])
})
