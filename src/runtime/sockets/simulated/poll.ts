import type { Poll, Ready as ReadySocket } from 'ackademy:sockets'
import type { ModuleHost } from '#node/realm/index.ts'
import { Op, Ready } from '#node/syscalls/index.ts'
import type { SocketsModule } from '../api.ts'
import { POLLERR, POLLHUP, POLLIN, POLLOUT } from '../constants.ts'

const BITS = [
  [POLLIN, Ready.IN],
  [POLLOUT, Ready.OUT],
  [POLLERR, Ready.ERR],
  [POLLHUP, Ready.HUP],
] as const

const interestOf = (events: number) => BITS.reduce((mask, [poll, ready]) => mask | (events & poll ? ready : 0), 0)
const eventsOf = (mask: number) => BITS.reduce((events, [poll, ready]) => events | (mask & ready ? poll : 0), 0)

/** poll(2) whose waiting is the event loop's: what is ready is asked for again when any of the sockets has become so. */
export function pollWith(host: ModuleHost): SocketsModule['poll'] {
  return (wanted, timeoutMs = -1) =>
    new Promise((resolve) => {
      let forgetTimer = () => {}
      const finish = (ready: ReadySocket[]) => {
        forgetTimer()
        for (const { socket } of wanted) host.watch(socket.fd, 0, () => {})
        resolve(ready)
      }
      const look = () => {
        const ready = readyNow(host, wanted)
        if (ready.length > 0) finish(ready)
      }
      const ready = readyNow(host, wanted)
      // Never at once: a loop around it leaves time to others.
      if (ready.length > 0 || timeoutMs === 0) return host.defer(() => resolve(ready))
      for (const { socket, events } of wanted) host.watch(socket.fd, interestOf(events), look)
      if (timeoutMs > 0) forgetTimer = host.setTimeout(() => finish([]), timeoutMs)
    })
}

function readyNow(host: ModuleHost, wanted: readonly Poll[]): ReadySocket[] {
  const entries = new DataView(new ArrayBuffer(4 * wanted.length))
  for (const [index, { socket, events }] of wanted.entries()) {
    entries.setUint16(4 * index, socket.fd)
    entries.setUint16(4 * index + 2, interestOf(events))
  }
  host.call(Op.poll, 0, 0, 0, '', new Uint8Array(entries.buffer))
  const found = host.out.bytes ?? new Uint8Array(0)
  return wanted.flatMap(({ socket }, index) => {
    const revents = eventsOf((found[2 * index]! << 8) | found[2 * index + 1]!)
    return revents === 0 ? [] : [{ socket, revents }]
  })
}
