/**
 * A server that a test puts on trial: `suspect.ts NUMBER`. The numbers are in `setup.ts`; 0 to 9 are right, the others break one part of the
 * promise each.
 */
import dgram, { type RemoteInfo } from 'node:dgram'
import { params } from './params.ts'

const kind = Number(process.argv[2])
const LATEST_MS = params.lateMs - 10
const socket = dgram.createSocket('udp4')
const elsewhere = dgram.createSocket('udp4')
const seen = new Set<string>()
const collected: Buffer[] = []
let arrived = 0
let first: RemoteInfo | undefined

/** What each kind does with a datagram; `reply` acknowledges bytes after a time. */
const KINDS: Record<number, (bytes: Buffer, sender: RemoteInfo) => void> = {
  0: (bytes, sender) => reply(bytes, sender),
  1: (bytes, sender) => reply(bytes, sender, LATEST_MS),
  2: (bytes, sender) => reply(bytes, sender, arrived++ % 2 === 0 ? 60 : 0),
  3: (bytes, sender) => reply(bytes, sender, Math.max(LATEST_MS - 40 * arrived++, 0)),
  10: () => {},
  11: (bytes, sender) => bytes.length > 0 && reply(bytes, sender),
  12: (bytes, sender) => reply(Buffer.from(bytes.toString()), sender),
  13: (bytes, sender) => reply(bytes.subarray(0, 1_024), sender),
  14: (bytes, sender) => {
    first ??= sender
    reply(bytes, first)
  },
  15: (bytes, sender) => {
    const key = bytes.toString('latin1')
    if (!seen.has(key)) reply(bytes, sender)
    seen.add(key)
  },
  16: (bytes, sender) => {
    collected.push(bytes)
    if (collected.length === 1) setTimeout(() => reply(Buffer.concat(collected.splice(0)), sender), 5)
  },
  17: (bytes, sender) => elsewhere.send(acknowledgment(bytes), sender.port, sender.address),
  18: (bytes, sender) => {
    reply(bytes, sender)
    reply(bytes, sender, 100)
  },
}

socket.on('message', (bytes, sender) => KINDS[kind]!(bytes, sender))
socket.bind(params.port)

function reply(bytes: Buffer, { port, address }: RemoteInfo, afterMs = 0) {
  setTimeout(() => socket.send(acknowledgment(bytes), port, address), afterMs)
}

function acknowledgment(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from('ACK: '), bytes])
}
