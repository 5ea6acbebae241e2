import type { Data, Datagram, Duration, Host, PeerOptions, Target, TcpListener, TcpPeer, UdpPeer, Within } from '#lab'
import { bytes, type PrefixShape, readInteger } from './bytes.ts'
import { expect } from './expect.ts'
import { times } from './values.ts'

/** Sends questions one at a time, each after the last answer: `[['PING', 'PONG'], ['hello', 'hello']]`, lines without their newlines. */
export async function converse(
  peer: TcpPeer,
  turns: readonly (readonly [send: string, reply: string])[],
  options: Within = {},
): Promise<void> {
  for (const [send, reply] of turns) expect(await peer.ask(`${send}\n`, options)).toBe(reply)
}

/** Opens n connections, all at once. */
export function connectMany(
  from: Host,
  n: number,
  to: Target,
  port: number,
  options: PeerOptions & Within = {},
): Promise<TcpPeer[]> {
  return Promise.all(times(n, () => from.connect(to, port, options)))
}

/** Sends one byte per interval, as slow and hostile clients do. Returns at once; the bytes leave while the world runs. */
export function dribble(peer: TcpPeer, data: Data, { every }: { every: Duration }): Promise<void> {
  return peer.send(
    Array.from(bytes(data), (byte) => Uint8Array.of(byte)),
    { gap: every },
  )
}

/** Reads the next length-prefixed message; returns its payload. */
export async function readFrame(peer: TcpPeer, shape: PrefixShape = {}, options: Within = {}): Promise<Uint8Array> {
  const { width = 4, order = 'BE', includesHeader = false } = shape
  const length = readInteger(await peer.bytes(width, options), 0, width, order) - (includesHeader ? width : 0)
  return length === 0 ? new Uint8Array() : peer.bytes(length, options)
}

/** Reads the next n such messages. */
export async function readFrames(
  peer: TcpPeer,
  n: number,
  shape: PrefixShape = {},
  options: Within = {},
): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = []
  for (let i = 0; i < n; i++) frames.push(await readFrame(peer, shape, options))
  return frames
}

/**
 * Plays a server to the learner's client: answers each of the next n lines with the result of `reply` (null: no answer). Start it, let the client
 * work, then await it: `const served = answerLines(peer, 3, echo); …; await served`. Returns the lines.
 */
export async function answerLines(
  peer: TcpPeer,
  n: number,
  reply: (line: string, i: number) => Data | Data[] | null,
  options: Within = {},
): Promise<string[]> {
  const lines: string[] = []
  for (let i = 0; i < n; i++) {
    const line = await peer.line(options)
    lines.push(line)
    const data = reply(line, i)
    if (data !== null) await peer.send(data)
  }
  return lines
}

/** Does the same for datagrams: answers each to its sender. */
export async function answerDatagrams(
  peer: UdpPeer,
  n: number,
  reply: (datagram: Datagram, i: number) => Data | null,
  options: Within = {},
): Promise<Datagram[]> {
  const datagrams: Datagram[] = []
  for (let i = 0; i < n; i++) {
    const datagram = await peer.receive(options)
    datagrams.push(datagram)
    const data = reply(datagram, i)
    if (data !== null) await peer.send(data, datagram.from)
  }
  return datagrams
}

/** Accepts the next n connections, in order. */
export async function acceptMany(listener: TcpListener, n: number, options: Within = {}): Promise<TcpPeer[]> {
  const peers: TcpPeer[] = []
  for (let i = 0; i < n; i++) peers.push(await listener.accept(options))
  return peers
}
