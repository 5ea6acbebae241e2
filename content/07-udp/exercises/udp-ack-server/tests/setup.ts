import { type Datagram, type Endpoint, expect, labTest, type UdpPeer } from 'ackademy/lab'
import { params } from './params.ts'

export const PORT = params.port
/** First and second address of the learner's host. */
export const FIRST: [string, number] = ['10.0.0.10', PORT]
export const SECOND: [string, number] = ['10.0.0.20', PORT]

/** The learner's server, and a client on each of the other hosts. */
export const test = labTest(async (lab) => {
  const listening = {
    about: 'your server, listening',
    say: `server.ts was started, but did not listen on UDP port ${PORT}.`,
  }
  const running = lab.host('server').run('server.ts', { listens: { udp: PORT } })
  const server = await expect(running, listening).toHappen()
  return { server, a: await lab.host('a').udp(), b: await lab.host('b').udp(), c: await lab.host('c').udp() }
})

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Sends a datagram, and expects the acknowledgment of its bytes. */
export async function expectAck(peer: UdpPeer, data: string | Uint8Array, what: string, to = FIRST): Promise<void> {
  await peer.send(data, to)
  const got = await expect(peer.receive(), what).toHappen()
  expectAcknowledges(got, typeof data === 'string' ? bytesOf(data) : data, what)
}

/** Checks that a reply acknowledges these bytes. */
export function expectAcknowledges(got: Datagram, bytes: Uint8Array, what: string): void {
  if (bytes.length <= 64)
    expect(got.text, { about: what, datagram: got }).toBe(`ACK: ${new TextDecoder().decode(bytes)}`)
  expect(got.data.length, { about: `the length of ${what}`, unit: 'bytes', datagram: got }).toBe(bytes.length + 5)
  const wrong = bytes.findIndex((byte, at) => got.data[at + 5] !== byte)
  const about = `the first wrong byte of ${what}`
  expect(wrong === -1 ? 'none' : `0x${got.data[wrong + 5]?.toString(16)}`, { about, datagram: got }).toBe('none')
}

/** Sends a report, which has to be acknowledged. */
export async function report(peer: UdpPeer, text: string): Promise<void> {
  await peer.send(text, FIRST)
  await expect(peer.receive(), 'the acknowledgment of a report').toHappen()
}

/** Asks for the counters with a question of this many bytes. */
export async function stats(peer: UdpPeer, bytes = 400, what = 'the reply to stats'): Promise<Datagram> {
  await peer.send('stats'.padEnd(bytes), FIRST)
  return await expect(peer.receive(), what).toHappen()
}

/** Sends reports, and expects these counters. */
export async function expectStats(peer: UdpPeer, expected: string, what: string): Promise<void> {
  const got = await stats(peer, 400, what)
  expect(got.text, { about: what, datagram: got }).toBe(expected)
}

export const nameOf = ({ address, port }: Endpoint): string => `${address}:${port}`
