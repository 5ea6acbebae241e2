import type { IpLayer, NetworkInterface } from '../ip/index.ts'
import type { SocketRow } from '../rows.ts'
import { HostPacketSocket, type PacketSocket } from './packet-socket.ts'

/** Packet sockets of one host. */
export class PacketLayer {
  readonly ip: IpLayer
  readonly #sockets = new Set<HostPacketSocket>()
  readonly #nextInode: () => number
  /** Sender of the frame on its way out: all other sockets see it. */
  #sender: HostPacketSocket | null = null

  constructor(ip: IpLayer, nextInode: () => number) {
    this.ip = ip
    this.#nextInode = nextInode
  }

  /** Opens a socket. `protocol`: the EtherType that it sees, `ETH_P_ALL`, or 0: none until it is bound. */
  socket(protocol: number): PacketSocket {
    const socket = new HostPacketSocket(this, protocol, this.#nextInode())
    this.#sockets.add(socket)
    this.#tap()
    this.ip.watch?.socketTouched(socket)
    return socket
  }

  forget(socket: HostPacketSocket): void {
    this.#sockets.delete(socket)
    this.#tap()
  }

  send(sender: HostPacketSocket, device: NetworkInterface, frame: Uint8Array): void {
    this.#sender = sender
    device.transmit(frame)
    this.#sender = null
  }

  /** Makes interfaces report their frames only while a socket listens. */
  #tap(): void {
    for (const device of this.ip.interfaces)
      device.onFrame = this.#sockets.size === 0 ? null : (frame, isOutgoing) => this.#see(device, frame, isOutgoing)
  }

  #see(device: NetworkInterface, frame: Uint8Array, isOutgoing: boolean): void {
    for (const socket of [...this.#sockets]) if (socket !== this.#sender) socket.see(device, frame, isOutgoing)
  }

  rows(): SocketRow[] {
    return [...this.#sockets].map((socket) => socket.row())
  }
}
