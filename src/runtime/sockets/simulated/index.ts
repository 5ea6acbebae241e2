/**
 * `ackademy:sockets` on a simulated host: the same interface as on a real kernel, over the system calls of a process. An add-on of the realm: evaluated
 * in a process that imports it, and in no other.
 */
import type { ModuleHost } from '#node/realm/index.ts'
import { Op } from '#node/syscalls/index.ts'
import { type SocketsModule, socketsModule } from '../api.ts'
import { membership, packetMembership } from '../membership.ts'
import { takeOver } from '../open-link.ts'
import { interfacesOf } from './interfaces.ts'
import { pollWith } from './poll.ts'
import { openSocket } from './simulated-socket.ts'

/** Key of what `ip` of the hosts' tools asks instead of rtnetlink(7); programs have no name for it. */
const TABLES = Symbol.for('ackademy tables')

function tablesOf(host: ModuleHost) {
  const answer = (result: number) => (result < 0 ? { errno: -result } : JSON.parse(host.out.str))
  return {
    tables: () => answer(host.call(Op.tables)),
    way: (destination: string, source?: string) =>
      answer(host.call(Op.way, 0, 0, 0, source === undefined ? destination : `${destination} ${source}`)),
  }
}

export function createSockets(host: ModuleHost): SocketsModule {
  const socket: SocketsModule['socket'] = (domain, type, protocol = 0) => openSocket(host, domain, type, protocol)
  const { indexOf, rows } = interfacesOf(host)
  const factsOf = (name: string) => {
    const all = rows()
    const row = all.find((one) => one.name === name)!
    return { index: all.indexOf(row) + 1, mac: row.mac, mtu: row.mtu, addresses: row.addresses }
  }
  const sockets = socketsModule({
    socket,
    poll: pollWith(host),
    membership,
    packetMembership,
    if_nametoindex: (name) => indexOf(name) ?? 0,
    openLink: (name) => takeOver(name, { socket, interfaceOf: () => factsOf(name) }),
  })
  return Object.defineProperty(sockets, TABLES, { value: tablesOf(host) })
}
