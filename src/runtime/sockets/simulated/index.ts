/**
 * `ackademy:sockets` on a simulated host: the same interface as on a real kernel, over the system calls of a process. An add-on of the realm: evaluated
 * in a process that imports it, and in no other.
 */
import type { ModuleHost } from '#node/realm/index.ts'
import { type SocketsModule, socketsModule } from '../api.ts'
import { membership, packetMembership } from '../membership.ts'
import { takeOver } from '../open-link.ts'
import { interfacesOf } from './interfaces.ts'
import { pollWith } from './poll.ts'
import { openSocket } from './simulated-socket.ts'

export function createSockets(host: ModuleHost): SocketsModule {
  const socket: SocketsModule['socket'] = (domain, type, protocol = 0) => openSocket(host, domain, type, protocol)
  const { indexOf, rows } = interfacesOf(host)
  const factsOf = (name: string) => {
    const all = rows()
    const row = all.find((one) => one.name === name)!
    return { index: all.indexOf(row) + 1, mac: row.mac, mtu: row.mtu, addresses: row.addresses }
  }
  return socketsModule({
    socket,
    poll: pollWith(host),
    membership,
    packetMembership,
    if_nametoindex: (name) => indexOf(name) ?? 0,
    openLink: (name) => takeOver(name, { socket, interfaceOf: () => factsOf(name) }),
  })
}
