import { expect, type Lab, times } from 'ackademy/lab'
import {
  DONE,
  dataOf,
  expectReceived,
  LINGER_MS,
  MIN_RTO_MS,
  PlayedReceiver,
  PlayedSender,
  PORT,
  pieceOf,
  type Receive,
  type Send,
  sentOf,
  streamOf,
  test,
  WINDOW,
} from './setup.ts'
import { ack, message } from './wire.ts'

const ETIMEDOUT = 'an error with code ETIMEDOUT'
const OUTCOME = 'what sendStream came to'

test('h3 a stream may be empty', async ({ lab, send, receive }) => {
  const { received } = await receive()
  await expect(send(new Uint8Array()), OUTCOME).toBe(DONE)
  await expectReceived(received, new Uint8Array())
  expect(await sentOf(lab, 2), 'pieces of an empty stream').toHavePackets('udp', 0)
})

test.each({ sender: true, receiver: false })(
  'h4 after number 0xffffffff comes 0',
  async (isSender, { lab, send, receive }) => {
    const first = 0xffff_fffe
    if (isSender) {
      const receiver = await PlayedReceiver.listen(lab)
      const outcome = send(dataOf(3_500), { first })
      const open = await receiver.open()
      expect(open.number, { about: 'the number of OPEN', datagram: open.datagram }).toBe(first)
      await receiver.ack(1)
      const pieces = [1, 2, 3, 4].map((place) => `DATA +${place}, ${place < 4 ? 1000 : 500} bytes`)
      await receiver.takeRest([...pieces, 'END +5'])
      await expect(outcome, OUTCOME).toBe(DONE)
    } else {
      const { received } = await receive()
      const sender = await PlayedSender.open(lab, first)
      await sender.piece(3)
      await sender.expectAck(1, [3], 'the ACK of number 1, before 0xffffffff came')
      await sender.piece(2)
      await sender.expectAck(1, [2, 3], 'the ACK of number 0, before 0xffffffff came')
      await sender.piece(1)
      await sender.expectAck(4, [], 'the ACK of number 0xffffffff')
      await sender.piece(1)
      await sender.expectAck(4, [], 'the ACK of number 0xffffffff, repeated')
      await sender.send('END', 4)
      await expectReceived(received, streamOf(3))
    }
  },
)

test('h5 a lost OPEN is sent again after a second', { waits: '3s' }, async ({ lab, send }) => {
  const receiver = await PlayedReceiver.listen(lab)
  const outcome = send(dataOf(10))
  const first = await receiver.open()
  const second = await receiver.next('a second OPEN')
  expect(second.type, { about: 'the type of the second datagram', datagram: second.datagram }).toBe('OPEN')
  expectWait(second.datagram.at - first.datagram.at, 1_000, 'the wait before the second OPEN')
  expect(second.datagram.data, { about: 'the second OPEN', datagram: second.datagram }).toEqualBytes(
    first.datagram.data,
  )
  await receiver.ack(1)
  await receiver.takeRest(['DATA +1, 10 bytes', 'END +2'])
  await expect(outcome, OUTCOME).toBe(DONE)
})

test('h6 a silent receiver gets five OPENs', { waits: '33s', leaks: true }, async ({ lab, send }) => {
  await PlayedReceiver.listen(lab) // so that no ICMP says that the port is closed
  const outcome = await send(dataOf(5_000))
  const end = lab.clock.now
  const all = await sentOf(lab, 1)
  expect(all.length, 'the number of OPENs to a silent receiver').toBe(5)
  for (const [n, { at }] of all.slice(1).entries())
    expectWait(at - all[n]!.at, 1_000 * 2 ** n, `the wait before OPEN ${n + 2}`)
  expect(outcome, 'what sendStream to a silent receiver came to').toBe(ETIMEDOUT)
  expectWait(end - all[4]!.at, 16_000, 'the wait after the last OPEN')
})

test('h7 a receiver that dies ends the stream', { waits: '20s', leaks: true }, async ({ lab, send }) => {
  const receiver = await PlayedReceiver.listen(lab)
  const outcome = send(dataOf(1_000))
  await receiver.open()
  await receiver.ack(1)
  await expect(outcome, 'what sendStream to a receiver that died came to').toBe(ETIMEDOUT)
  const tries = (await sentOf(lab, 2)).map(({ at }) => at)
  expect(tries.length, 'how often the piece was sent to a receiver that died').toBe(5)
  for (const [n, at] of tries.slice(1).entries())
    expectWait(at - tries[n]!, MIN_RTO_MS * 2 ** n, `the wait before try ${n + 2} of the piece`)
})

/** Room for designs that look at all timers every few milliseconds. */
function expectWait(ms: number, wanted: number, about: string): void {
  expect(ms, { about, unit: 'ms' }).toBeBetween(0.98 * wanted, 1.25 * wanted)
}

const DIRECTIONS = { datagram: `udp.dstport == ${PORT}`, ack: `udp.srcport == ${PORT}` }
const EACH_LOST = Object.fromEntries(
  Object.entries(DIRECTIONS).flatMap(([what, filter]) =>
    times(5, (i) => [`${what}-${i + 1}`, { filter: `${filter} && !icmp`, nth: i + 1 }]),
  ),
)

test.each(EACH_LOST, { waits: '3s' })(
  'h8 any single datagram may be lost',
  async ({ filter, nth }, { lab, send, receive }) => {
    const { received } = await receive()
    await lab.link('client', 'server').drop(filter, { nth })
    await expect(send(dataOf(2_500)), OUTCOME).toBe(DONE)
    await expectReceived(received, dataOf(2_500))
  },
)

/** The sender, after OPEN was acknowledged and its whole window arrived. */
async function fullWindow(receiver: PlayedReceiver): Promise<void> {
  await receiver.open()
  await receiver.ack(1)
  for (let place = 1; place <= WINDOW; place++) await receiver.expectNext(`DATA +${place}, 1000 bytes`)
  await receiver.expectSilence('silence while the window is full', 30)
}

test('h28 OPEN goes alone', async ({ lab, send }) => {
  const receiver = await PlayedReceiver.listen(lab)
  void send(dataOf(5_000))
  await receiver.open()
  await receiver.expectSilence('silence until OPEN is acknowledged', 200)
  await receiver.ack(1)
  await receiver.expectNext('DATA +1, 1000 bytes')
})

test('h9 a window is filled, and not overfilled', async ({ lab, send }) => {
  const receiver = await PlayedReceiver.listen(lab)
  void send(dataOf(100_000))
  await fullWindow(receiver)
  await receiver.ack(3)
  for (const place of [1, 2]) await receiver.expectNext(`DATA +${WINDOW + place}, 1000 bytes`)
  await receiver.expectSilence('silence while the window is full again', 20)
})

test('h10 only what is missing is sent again', async ({ lab, send }) => {
  const receiver = await PlayedReceiver.listen(lab)
  void send(dataOf(100_000))
  await fullWindow(receiver)
  const missing = WINDOW - 3
  const others = times(WINDOW, (i) => i + 1).filter((place) => place !== 1 && place !== missing)
  await receiver.ack(1, others)
  await receiver.expectNext('DATA +1, 1000 bytes')
  await receiver.expectNext(`DATA +${missing}, 1000 bytes`)
  const [first, again] = (await sentOf(lab, 2)).filter((packet) => packet.payload[8] === ((receiver.first + 1) & 255))
  expectWait(again!.at - first!.at, MIN_RTO_MS, 'the wait before the piece is sent again')
  await receiver.expectSilence('silence about pieces that the bitmap has', 50)
  await receiver.ack(missing, [WINDOW])
  await receiver.expectNext(`DATA +${WINDOW + 1}, 1000 bytes`)
})

test('h11 old and impossible ACKs change nothing', async ({ lab, send }) => {
  const receiver = await PlayedReceiver.listen(lab)
  const outcome = send(dataOf(2_000 * WINDOW))
  await receiver.open()
  await receiver.ack(1)
  for (let place = 1; place <= WINDOW; place++) await receiver.expectNext(`DATA +${place}, 1000 bytes`)
  await receiver.ack(2 * WINDOW + 2)
  await receiver.ack(WINDOW + 5)
  await receiver.expectSilence('silence after ACKs about what was never sent', 40)
  await receiver.ack(WINDOW + 1)
  for (let place = 1; place <= WINDOW; place++) await receiver.expectNext(`DATA +${WINDOW + place}, 1000 bytes`)
  await receiver.ack(1)
  await receiver.ack(0)
  await receiver.expectSilence('silence after ACKs that are older', 40)
  await receiver.ack(2 * WINDOW + 1)
  await receiver.expectNext(`END +${2 * WINDOW + 1}`)
  await receiver.ack(2 * WINDOW + 2)
  await expect(outcome, OUTCOME).toBe(DONE)
})

test('h12 what is beyond the window is not taken', async ({ lab, receive }) => {
  const { received } = await receive()
  const sender = await PlayedSender.open(lab)
  await sender.piece(WINDOW)
  await sender.expectAck(1, [WINDOW], 'the ACK of the last number in the window')
  await sender.piece(WINDOW + 1)
  await sender.expectNoAck('the first number beyond the window')
  for (let place = 1; place < WINDOW; place++) {
    await sender.piece(place)
    const next = place + 1 < WINDOW ? place + 1 : WINDOW + 1
    await sender.expectAck(next, next < WINDOW ? [WINDOW] : [], `the ACK of piece ${place}`)
  }
  await sender.piece(WINDOW + 1)
  await sender.expectAck(WINDOW + 2, [], 'the ACK of the number that was beyond the window')
  await sender.send('END', WINDOW + 2)
  await expectReceived(received, streamOf(WINDOW + 1))
})

test('h13 pieces in reverse are put in order', async ({ lab, receive }) => {
  const { received } = await receive()
  const sender = await PlayedSender.open(lab)
  const here: number[] = []
  for (let place = 6; place >= 2; place--) {
    await sender.piece(place)
    here.unshift(place)
    await sender.expectAck(1, here, `the ACK of piece ${place}, with piece 1 missing`)
  }
  await sender.piece(1)
  await sender.expectAck(7, [], 'the ACK of piece 1, after all others')
  await sender.send('END', 7)
  await expectReceived(received, streamOf(6))
})

test('h14 repeated pieces count once, and are acknowledged again', async ({ lab, receive }) => {
  const { received } = await receive()
  const sender = await PlayedSender.open(lab)
  await sender.send('OPEN', 0)
  await sender.expectAck(1, [], 'the ACK of OPEN, repeated')
  for (let n = 0; n < 2; n++) {
    await sender.piece(2)
    await sender.expectAck(1, [2], 'the ACK of piece 2, with piece 1 missing')
  }
  for (let n = 0; n < 2; n++) {
    await sender.piece(1)
    await sender.expectAck(3, [], n === 0 ? 'the ACK of piece 1' : 'the ACK of piece 1, repeated')
  }
  await sender.piece(2)
  await sender.expectAck(3, [], 'the ACK of piece 2, repeated')
  await sender.send('END', 3)
  await sender.expectAck(4, [], 'the ACK of END')
  await expectReceived(received, streamOf(2))
})

test('h15 END before the last piece is not the end', async ({ lab, receive }) => {
  const { received } = await receive()
  const sender = await PlayedSender.open(lab)
  await sender.piece(1)
  await sender.expectAck(2, [], 'the ACK of piece 1')
  await sender.send('END', 3)
  await sender.expectAck(2, [3], 'the ACK of END, with piece 2 missing')
  const early = await Promise.race([
    received.then(({ outcome }) => outcome),
    lab.clock.advance('40ms').then(() => 'waiting'),
  ])
  expect(early, 'the state of receiveStream while a piece is missing').toBe('waiting')
  await sender.piece(2)
  await sender.expectAck(4, [], 'the ACK of piece 2, after END')
  await expectReceived(received, streamOf(2))
})

test('h16 a long stream over a bad link', { waits: '40s' }, async ({ lab, send, receive }) => {
  const { received } = await receive()
  await lab.link('client', 'server').impair({ loss: 0.05, duplicate: 0.1, reorder: 0.3 })
  const data = dataOf(200_000)
  await expect(send(data), 'what sendStream of 200,000 bytes came to').toBe(DONE)
  await expectReceived(received, data, 'the 200,000 bytes that your receiver returned')
  const pieces = await sentOf(lab, 2)
  expect(pieces.length, 'the number of DATA datagrams for 200 pieces').toBeLessThanOrEqual(270)
})

test('h17 a stream belongs to one address, port and id', async ({ lab, receive }) => {
  const { received } = await receive()
  const sender = await PlayedSender.open(lab)
  const otherPort = new PlayedSender(await lab.host('client').udp(), sender.first, sender.id)
  const otherId = new PlayedSender(sender.peer, sender.first, (sender.id ^ 1) >>> 0)
  await otherPort.send('DATA', 1, pieceOf(7))
  await otherPort.expectNoAck('a piece with the right id from another port')
  await otherPort.send('OPEN', 0)
  await otherPort.expectNoAck('an OPEN from another port')
  await otherId.send('DATA', 1, pieceOf(8))
  await sender.expectNoAck('a piece with another id')
  await otherId.send('OPEN', 0)
  await sender.expectNoAck('an OPEN with another id')
  await sender.piece(1)
  await sender.expectAck(2, [], 'the ACK of piece 1, after strangers')
  await sender.send('END', 2)
  await expectReceived(received, streamOf(1))
})

test('h18 only the receiver acknowledges', async ({ lab, send }) => {
  const receiver = await PlayedReceiver.listen(lab)
  const outcome = send(dataOf(10))
  const open = await receiver.open()
  const stranger = await lab.host('server').udp(PORT + 1)
  await stranger.send(ack(receiver.id, receiver.first + 1), open.datagram.from)
  await receiver.expectSilence('silence after an ACK from another port')
  await receiver.peer.send(ack((receiver.id ^ 1) >>> 0, receiver.first + 1))
  await receiver.expectSilence('silence after an ACK with another id')
  await receiver.ack(1)
  await receiver.takeRest(['DATA +1, 10 bytes', 'END +2'])
  await expect(outcome, OUTCOME).toBe(DONE)
})

test.each({ receiver: 'receiver', sender: 'sender' })(
  'h19 what no stream sends is ignored',
  async (side, { lab, send, receive }) => {
    await (side === 'sender' ? expectStrictSender(lab, send) : expectStrictReceiver(lab, receive))
  },
)

async function expectStrictReceiver(lab: Lab, receive: Receive): Promise<void> {
  const { received } = await receive()
  const sender = await PlayedSender.open(lab)
  const tooLong = message('DATA', sender.id, sender.first + 1, new Uint8Array(1_001))
  const odd = {
    'a datagram of 0 bytes': tooLong.slice(0, 0),
    'a datagram of 8 bytes': tooLong.slice(0, 8),
    'a DATA without a body': tooLong.slice(0, 9),
    'a DATA with 1,001 bytes': tooLong,
    'an unknown type': Uint8Array.from([9, ...tooLong.slice(1, 20)]),
    'an END with a body': message('END', sender.id, sender.first + 1, Uint8Array.of(1)),
    'an ACK': ack(sender.id, sender.first + 1),
  }
  for (const [what, bytes] of Object.entries(odd)) {
    await sender.peer.send(bytes, ['server', PORT])
    await sender.expectNoAck(what)
  }
  await sender.send('DATA', 1, dataOf(1_000))
  await sender.expectAck(2, [], 'the ACK of a DATA with 1,000 bytes')
  await sender.send('END', 2)
  await sender.expectAck(3, [], 'the ACK of END')
  await expectReceived(received, dataOf(1_000))
}

async function expectStrictSender(lab: Lab, send: Send): Promise<void> {
  const receiver = await PlayedReceiver.listen(lab)
  const outcome = send(dataOf(10))
  await receiver.open()
  const right = ack(receiver.id, receiver.first + 1)
  const odd = {
    'a datagram of 0 bytes': right.slice(0, 0),
    'an ACK of 12 bytes': right.slice(0, 12),
    'an ACK of 14 bytes': Uint8Array.from([...right, 0]),
    'an unknown type': Uint8Array.from([9, ...right.slice(1)]),
  }
  for (const [what, bytes] of Object.entries(odd)) {
    await receiver.peer.send(bytes)
    await receiver.expectSilence(`silence after ${what}`)
  }
  await receiver.peer.send(right)
  await receiver.takeRest(['DATA +1, 10 bytes', 'END +2'])
  await expect(outcome, OUTCOME).toBe(DONE)
}

test('h20 the receiver stays to acknowledge END again', { waits: 4 * LINGER_MS, leaks: true }, async ({
  lab,
  receive,
}) => {
  const { received } = await receive()
  const sender = await PlayedSender.open(lab)
  await sender.piece(1)
  await sender.expectAck(2, [], 'the ACK of piece 1')
  await sender.send('END', 2)
  await sender.expectAck(3, [], 'the ACK of END')
  await expectReceived(received, streamOf(1))
  for (const time of ['once', 'twice']) {
    await lab.clock.advance(0.8 * LINGER_MS)
    await sender.send('END', 2)
    await sender.expectAck(3, [], `the ACK of END, repeated ${time}`)
  }
  await lab.clock.advance(1.1 * LINGER_MS)
  const left = (await lab.host('server').sockets()).filter(({ proto }) => proto === 'udp')
  expect(left.length, 'the number of sockets after the last wait').toBe(0)
})

test('h21 a sender that dies ends the wait', { waits: '125s', leaks: true }, async ({ lab, receive }) => {
  const { received } = await receive()
  const sender = await PlayedSender.open(lab)
  await lab.clock.advance('50s')
  await sender.piece(2)
  const { at } = await sender.expectAck(1, [2], 'the ACK of piece 2, with piece 1 missing')
  const { outcome } = await received
  expect(outcome, 'what receiveStream came to without a sender').toBe(ETIMEDOUT)
  expectWait(lab.clock.now - at, 60_000, 'the time from the last ACK to the end of receiveStream')
})

test('h22 a sender that is done leaves nothing behind', { leaks: true }, async ({ lab, send }) => {
  const receiver = await PlayedReceiver.listen(lab)
  const outcome = send(dataOf(1_500))
  await receiver.open()
  await receiver.ack(1)
  await receiver.takeRest(['DATA +1, 1000 bytes', 'DATA +2, 500 bytes', 'END +3'])
  await expect(outcome, OUTCOME).toBe(DONE)
})

/** Time from the first DATA of the stream's last piece, which is not acknowledged, to the second. */
async function waitBeforeRepeat(lab: Lab, pieces: number): Promise<number> {
  await lab.clock.advance('2s')
  const sent = await sentOf(lab, 2)
  const last = sent.filter(({ payload }) => hexOf(payload) === hexOf(sent.at(-1)!.payload))
  expect(sent.length - last.length, 'the number of DATA datagrams before the last piece').toBe(pieces - 1)
  expect(last.length, 'how often the last piece was sent within 2 s').toBeGreaterThanOrEqual(2)
  return last[1]!.at - last[0]!.at
}

const hexOf = (bytes: Uint8Array): string => bytes.join(' ')

test('h23 the timeout follows the round trip', { waits: '12s' }, async ({ lab, send }) => {
  const receiver = await PlayedReceiver.listen(lab)
  await lab.link('client', 'server').impair({ delay: '150ms' })
  const pieces = 3 * WINDOW
  void send(dataOf(1_000 * pieces))
  await receiver.open()
  for (let place = 1; place < pieces; place++) {
    await receiver.ack(place)
    await receiver.expectNext(`DATA +${place}, 1000 bytes`)
  }
  await receiver.ack(pieces)
  const about = 'the wait before a piece is sent again, with a round trip of 300 ms'
  expect(await waitBeforeRepeat(lab, pieces), { about, unit: 'ms' }).toBeBetween(299, 375)
})

test('h24 a round trip that varies makes few repetitions', { waits: '60s' }, async ({ lab, send, receive }) => {
  const { received } = await receive()
  await lab.link('client', 'server').impair({ delay: '100ms', jitter: '80ms' })
  const data = dataOf(200_000)
  await expect(send(data), 'what sendStream of 200,000 bytes came to').toBe(DONE)
  await expectReceived(received, data, 'the 200,000 bytes that your receiver returned')
  const pieces = await sentOf(lab, 2)
  expect(pieces.length, 'the number of DATA datagrams for 200 pieces, none of them lost').toBeLessThanOrEqual(225)
})

test('h25 what was sent twice is not measured', { waits: '5s' }, async ({ lab, send }) => {
  const receiver = await PlayedReceiver.listen(lab)
  void send(dataOf(10))
  await receiver.open()
  await receiver.next('a second OPEN')
  await receiver.ack(1)
  const about = 'the wait before a piece is sent again, when only an OPEN that was sent twice was acknowledged'
  expectWait(await waitBeforeRepeat(lab, 1), 1_000, about)
})

test('h26 ids and first numbers cannot be guessed', async ({ lab, send }) => {
  const receiver = await PlayedReceiver.listen(lab)
  for (let n = 0; n < 50; n++) void send(new Uint8Array())
  await lab.clock.advance('200ms')
  const all = (await receiver.peer.received()).map(({ data }) => data).filter((data) => data[0] === 1)
  expect(all.length, 'the number of OPENs for 50 streams').toBe(50)
  const ones = times(64, (bit) => all.filter((data) => ((data[1 + (bit >> 3)] ?? 0) >> (bit & 7)) & 1).length)
  const fixed = ones.filter((count) => count <= 5 || count >= 45)
  expect(fixed.length, 'the number of bits, of 64, that are nearly the same in 50 OPENs').toBe(0)
})

test('h27 two streams at once', { waits: '3s' }, async ({ send, receive }) => {
  const [first, second] = [await receive(), await receive(PORT + 1)]
  const data = [dataOf(30_000), dataOf(40_000).reverse()] as const
  const outcomes = await Promise.all([send(data[0]), send(data[1], { port: PORT + 1 })])
  expect(outcomes, 'what two calls of sendStream came to').toEqual([DONE, DONE])
  await expectReceived(first.received, data[0], 'the bytes of the first of two streams')
  await expectReceived(second.received, data[1], 'the bytes of the second of two streams')
})
