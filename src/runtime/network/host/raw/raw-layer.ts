import type { Family } from '../../address/index.ts'
import { Errno } from '../../errno.ts'
import type { IpLayer, IpPacket, NetworkInterface } from '../ip/index.ts'
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
    ip.protocols.rawTap = (packet, device, bytes) => this.#deliver(packet, device, bytes)
    ip.protocols.rawErrorTap = (error, quoted) => {
      for (const socket of [...this.#sockets]) if (socket.maySend(quoted)) socket.fail(error, quoted)
    }
  }

  /** Opens a socket. Returns -EPROTONOSUPPORT for IPPROTO_RAW and invalid protocol numbers. */
  socket(family: Family, protocol: number): RawSocket | number {
    if (!Number.isInteger(protocol) || protocol < 1 || protocol > 254) return -Errno.EPROTONOSUPPORT
    const socket = new HostRawSocket(this, family, protocol, this.#nextInode())
    this.#sockets.add(socket)
    this.ip.watch?.socketTouched(socket)
    return socket
  }

  forget(socket: HostRawSocket): void {
    this.#sockets.delete(socket)
  }

  #deliver(packet: IpPacket, device: NetworkInterface, bytes: Uint8Array): boolean {
    if (this.#sockets.size === 0) return false
    let taken = false
    for (const socket of [...this.#sockets]) {
      if (!socket.wants(packet, device)) continue
      taken = true
      socket.deliver(packet, device, bytes)
    }
    return taken
  }

  rows(): SocketRow[] {
    return [...this.#sockets].map((socket) => socket.row())
  }
}
