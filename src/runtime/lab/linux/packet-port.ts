import { close, fstatSync } from 'node:fs'
import { errnoName } from '#network'
import { encodeLinkAddress, FrameRoom, libc, linux } from '#sockets/linux/index.ts'
import type { Poller } from './poller.ts'

/** Larger than any frame of an interface with MTU 65535. */
const FRAME_ROOM = 65_600
/** Frames that wait for this thread: a burst of a full TCP window, not a stall. */
const BUFFER_BYTES = 8 << 20
const SO_RCVBUFFORCE = 33

/**
 * An AF_PACKET socket on one end of a veth pair: packets from a real kernel become frames, transmitted frames go to
 * that kernel. The other end of the pair is a host's interface.
 */
export class PacketPort {
  onReceive: ((frame: Uint8Array) => void) | null = null
  readonly #fd: number
  readonly #poller: Poller
  readonly #room = new FrameRoom(FRAME_ROOM)

  /** Opens it in the namespace this thread is in. */
  constructor(interfaceName: string, poller: Poller) {
    this.#poller = poller
    // Protocol 0 until it is bound: no frame of another interface gets in between.
    this.#fd = libc.socket(linux.AF_PACKET, linux.SOCK_RAW | linux.SOCK_NONBLOCK | linux.SOCK_CLOEXEC, 0)
    if (this.#fd < 0) throw new Error(`AF_PACKET socket: ${errnoName(-this.#fd)}`)
    libc.setOption(this.#fd, linux.SOL_PACKET, linux.PACKET_IGNORE_OUTGOING, 1)
    // The received bytes lack a VLAN tag: the kernel passes it separately.
    libc.setOption(this.#fd, linux.SOL_PACKET, linux.PACKET_AUXDATA, 1)
    libc.setOption(this.#fd, linux.SOL_SOCKET, SO_RCVBUFFORCE, BUFFER_BYTES)
    const index = libc.interfaceIndex(interfaceName)
    const bound = libc.bind(this.#fd, encodeLinkAddress(index))
    if (index === 0 || bound < 0)
      throw new Error(`AF_PACKET socket on ${interfaceName}: ${index === 0 ? 'no such interface' : errnoName(-bound)}`)
    poller.add(this.#fd, () => this.#drain())
  }

  /** By which the kernel's tables name it. */
  get inode(): number {
    return fstatSync(this.#fd).ino
  }

  transmit(frame: Uint8Array): void {
    // A full queue of the kernel is a dropped frame, as on a real wire; the link in front of this has done its own queueing.
    libc.send(this.#fd, frame, linux.MSG_DONTWAIT)
  }

  close(): void {
    this.#poller.remove(this.#fd)
    // Not here: the kernel waits until no processor can be at this socket any more (`synchronize_net`), which takes milliseconds.
    close(this.#fd, () => {})
    this.#room.free()
  }

  #drain(): void {
    for (;;) {
      const frame = this.#room.receive(this.#fd)
      if (frame === null) return
      this.onReceive?.(frame)
    }
  }
}
