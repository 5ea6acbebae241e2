import { bytes, type Datagram, expect, type Lab, labTest, times, type UdpPeer } from 'ackademy/lab'
import { params } from './params.ts'
import { ack, type Message, message, parse, placed, type Type } from './wire.ts'

export const { port: PORT, window: WINDOW, minRtoMs: MIN_RTO_MS, lingerMs: LINGER_MS } = params
export const DONE = 'done'

/** The learner's sender on host `client` and receiver on host `server`; the test plays whichever is not started. */
export const test = labTest(async (lab) => {
  await lab
    .host('client')
    .connect('server', 9)
    .catch(() => {}) // nobody listens there, but now the hosts know each other by ARP
  lab.begin()
  return { send: await startSender(lab), receive: startReceiver(lab) }
})

/** Outcome of `sendStream`: `done`, or `an error with code ETIMEDOUT`. */
export type Send = (data: Uint8Array, options?: { first?: number; port?: number }) => Promise<string>

async function startSender(lab: Lab): Promise<Send> {
  const sender = await lab.host('client').load<typeof import('./contract.ts')>('sender.ts')
  return (data, { port = PORT, ...options } = {}) =>
    sender.sendStream(data, 'server', port, options).then(() => DONE, outcomeOfError)
}

interface Received {
  data: Uint8Array | null
  outcome: string
}
/** In an object, because awaiting the promise alone would wait for the stream. */
export type Receive = (port?: number) => Promise<{ received: Promise<Received> }>

const startReceiver = (lab: Lab): Receive => {
  const loading = lab.host('server').load<typeof import('./contract.ts')>('receiver.ts')
  return async (port = PORT) => {
    const receiver = await loading
    const received = receiver.receiveStream(port).then(
      (data) => ({ data, outcome: DONE }),
      (error) => ({ data: null, outcome: outcomeOfError(error) }),
    )
    const listening = { about: 'your receiver, listening', say: `receiveStream did not bind UDP port ${port}.` }
    await expect(receiver.process.listening({ udp: port }, { within: '500ms' }), listening).toHappen()
    return { received }
  }
}

/** `TIMEOUT` is the Lab's: nothing can happen any more, and the call hasn't ended. */
const outcomeOfError = ({ code }: Error & { code?: string }) =>
  code === 'TIMEOUT' ? 'no end at all' : `an error with code ${code}`

/** Bytes that differ from piece to piece. */
export const dataOf = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i + (i >> 10)) % 251)

/** The test as the receiver: it acknowledges what it is told to. */
export class PlayedReceiver {
  readonly peer: UdpPeer
  id = 0
  first = 0

  constructor(peer: UdpPeer) {
    this.peer = peer
  }

  static async listen(lab: Lab): Promise<PlayedReceiver> {
    return new PlayedReceiver(await lab.host('server').udp(PORT))
  }

  async next(what: string, within: number | `${number}ms` = 1_900): Promise<Message> {
    return parse(await expect(this.peer.receive({ within }), what).toHappen(), what)
  }

  /** The next datagram has this place and size: `DATA +1, 1000 bytes`. */
  async expectNext(wanted: string, within?: number): Promise<Message> {
    const got = await this.next(wanted, within)
    expect(placed(got, this.first), { about: 'the datagram after those acknowledged', datagram: got.datagram }).toBe(
      wanted,
    )
    return got
  }

  /** Receives these and acknowledges each. */
  async takeRest(wanted: string[]): Promise<void> {
    for (const each of wanted) {
      const got = await this.expectNext(each)
      await this.ack(((got.number - this.first) >>> 0) + 1)
    }
  }

  async open(): Promise<Message> {
    const open = await this.next('your OPEN')
    expect(open.type, { about: 'the type of the first datagram', datagram: open.datagram }).toBe('OPEN')
    this.id = open.id
    this.first = open.number
    return open
  }

  /** Acknowledges all places before this one, and beyond it these. */
  ack(place: number, arrived: number[] = []): Promise<void> {
    return this.peer.send(
      ack(
        this.id,
        this.first + place,
        arrived.map((other) => this.first + other),
      ),
    )
  }

  async expectSilence(what: string, ms = 60): Promise<void> {
    await expect(this.peer.expectSilence(`${ms}ms`), what).toHappen()
  }
}

/** The test as the sender. */
export class PlayedSender {
  readonly peer: UdpPeer
  readonly id: number
  readonly first: number

  constructor(peer: UdpPeer, first = 100, id = 0xc0ffee01) {
    this.peer = peer
    this.first = first
    this.id = id
  }

  static async open(lab: Lab, first?: number): Promise<PlayedSender> {
    const sender = new PlayedSender(await lab.host('client').udp(), first)
    await sender.send('OPEN', 0)
    await sender.expectAck(1, [], 'the ACK of OPEN')
    return sender
  }

  send(type: Type, place: number, body?: Uint8Array): Promise<void> {
    return this.peer.send(message(type, this.id, this.first + place, body), ['server', PORT])
  }

  /** Piece `place` of a stream whose pieces are 10 bytes long. */
  piece(place: number): Promise<void> {
    return this.send('DATA', place, pieceOf(place))
  }

  async expectAck(place: number, arrived: number[], what: string): Promise<Datagram> {
    const got = parse(await expect(this.peer.receive(), what).toHappen(), what)
    const datagram = got.datagram
    expect([got.type, got.id === this.id], { about: `type and id of ${what}`, datagram }).toEqual(['ACK', true])
    const places = [got.number, ...got.arrived].map((number) => (number - this.first) | 0)
    expect(places[0], { about: `the number in ${what}, counted from OPEN`, datagram }).toBe(place)
    const bits = { about: `the numbers in the bitmap of ${what}, counted from OPEN`, datagram }
    expect(places.slice(1), bits).toEqual(arrived)
    return datagram
  }

  async expectNoAck(what: string): Promise<void> {
    await expect(this.peer.expectSilence('60ms'), `silence after ${what}`).toHappen()
  }
}

export const pieceOf = (place: number): Uint8Array => Uint8Array.from(times(10, (i) => 10 * place + i))
/** The stream of these pieces. */
export const streamOf = (count: number): Uint8Array => bytes(...times(count, (i) => pieceOf(i + 1)))

/** What the receiver returned is this stream. */
export async function expectReceived(
  received: Promise<Received>,
  data: Uint8Array,
  what = 'the bytes that your receiver returned',
): Promise<void> {
  const result = await expect(received, 'the end of receiveStream').toHappen()
  expect(result.outcome, 'what receiveStream came to').toBe(DONE)
  expect(result.data!, what).toEqualBytes(data)
}

/** All datagrams of a type that your sender sent. */
export const sentOf = (lab: Lab, type: number) =>
  lab.capture(`udp.dstport == ${PORT} && !icmp && udp.payload[0] == 0${type}`, { on: 'client:eth0' }).all()
