import type { Family } from '../../address/index.ts'
import { Errno } from '../../errno.ts'
import type { Ipv4Packet } from '../../wire/index.ts'
import type { IpLayer } from '../ip/index.ts'
import type { SocketRow } from '../rows.ts'
import type { RawSocket } from '../socket.ts'
import { HostRawSocket } from './raw-socket.ts'

/** Raw sockets of one host. */
export class RawLayer {
  readonly ip: IpLayer
  readonly #sockets = new Set<HostRawSocket>()
  readonly #nextInode: () => number

  constructor(ip: IpLayer, nextInode: () => number) {
    this.ip = ip
    this.#nextInode = nextInode
    ip.rawTap = (packet, bytes) => this.#deliver(packet, bytes)
  }

  /** EAFNOSUPPORT for IPv6, which is not there yet; EPROTONOSUPPORT for IPPROTO_RAW and what is no protocol number. */
  socket(family: Family, protocol: number): RawSocket | number {
    if (family !== 4) return -Errno.EAFNOSUPPORT
    if (!Number.isInteger(protocol) || protocol < 1 || protocol > 254) return -Errno.EPROTONOSUPPORT
    const socket = new HostRawSocket(this, protocol, this.#nextInode())
    this.#sockets.add(socket)
    return socket
  }

  forget(socket: HostRawSocket): void {
    this.#sockets.delete(socket)
  }

  #deliver(packet: Ipv4Packet, bytes: Uint8Array): boolean {
    if (this.#sockets.size === 0) return false
    let taken = false
    for (const socket of [...this.#sockets]) {
      if (!socket.wants(packet)) continue
      taken = true
      socket.deliver(packet, bytes)
    }
    return taken
  }

  rows(): SocketRow[] {
    return [...this.#sockets].map((socket) => socket.row())
  }
}
