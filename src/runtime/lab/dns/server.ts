import { DNS_PORT, Errno, errnoName, type Host, Ready, type TcpSocket } from '#network'
import { answer } from './answer.ts'
import { parseZone, type Zone } from './zone.ts'

const BACKLOG = 16
const LARGEST = 65_535

/** Answers on port 53 of the host, over UDP and TCP, for its zones (`origin → lines`). Returns a function that stops it. */
export function serveZones(host: Host, zones: Readonly<Record<string, readonly string[]>>): () => void {
  const parsed = Object.entries(zones).map(([origin, lines]) => parseZone(origin, lines))
  const closers = [...serveUdp(host, parsed), ...serveTcp(host, parsed)]
  return () => {
    for (const close of closers) close()
  }
}

function must(host: Host, result: number): void {
  if (result < 0) throw new Error(`${host.name}: DNS on port ${DNS_PORT}: ${errnoName(-result)}`)
}

/** An IPv6 socket serves both families, if there is IPv6. */
const familyOf = (host: Host): 4 | 6 =>
  host.interfaces().some(({ name, addresses }) => name !== 'lo' && addresses.some((one) => one.includes(':'))) ? 6 : 4
const anyAddress = (family: 4 | 6) => (family === 4 ? '0.0.0.0' : '::')

function serveUdp(host: Host, zones: readonly Zone[]): (() => void)[] {
  const family = familyOf(host)
  const socket = host.udp.socket(family)
  must(host, socket.bind(anyAddress(family), DNS_PORT))
  socket.onReadiness = () => {
    for (let query = socket.receive(LARGEST); query !== -Errno.EAGAIN; query = socket.receive(LARGEST)) {
      if (typeof query === 'number' || query.from === null) continue
      const bytes = answer(zones, query.bytes, true)
      if (bytes !== null) socket.send(bytes, query.from)
    }
  }
  return [() => socket.close()]
}

function serveTcp(host: Host, zones: readonly Zone[]): (() => void)[] {
  const family = familyOf(host)
  const listener = host.tcp.socket(family)
  must(host, listener.bind(anyAddress(family), DNS_PORT))
  must(host, listener.listen(BACKLOG))
  const open = new Set<TcpSocket>()
  listener.onReadiness = () => {
    for (let next = listener.accept(); typeof next !== 'number'; next = listener.accept()) {
      open.add(next)
      converse(next, zones, () => open.delete(next as TcpSocket))
    }
  }
  const closeAll = () => {
    for (const socket of [listener, ...open]) socket.close()
  }
  return [closeAll]
}

/**
 * Each message is preceded by its length (RFC 1035 §4.2.2); several questions may follow each other. Answers that the
 * peer does not take are lost.
 */
function converse(socket: TcpSocket, zones: readonly Zone[], onEnd: () => void): void {
  let unread = new Uint8Array(0)
  const answerAll = () => {
    while (unread.length >= 2 && unread.length >= 2 + length(unread)) {
      const bytes = answer(zones, unread.subarray(2, 2 + length(unread)), false)
      unread = unread.slice(2 + length(unread))
      if (bytes !== null) socket.send(Uint8Array.of(bytes.length >> 8, bytes.length & 0xff, ...bytes))
    }
  }
  const look = () => {
    while ((socket.readiness() & (Ready.IN | Ready.ERR | Ready.HUP)) !== 0) {
      const received = socket.receive(LARGEST)
      if (received === -Errno.EAGAIN) return
      if (typeof received === 'number' || received.bytes.length === 0) {
        socket.close()
        return onEnd()
      }
      const both = new Uint8Array(unread.length + received.bytes.length)
      both.set(unread)
      both.set(received.bytes, unread.length)
      unread = both
      answerAll()
    }
  }
  socket.onReadiness = look
  look()
}

const length = (bytes: Uint8Array) => (bytes[0]! << 8) | bytes[1]!
