import { closeSync, openSync, writeSync } from 'node:fs'
import { Errno, errnoName, type FramePort } from '#network'
import { libc } from '#sockets/linux/index.ts'
import type { Poller } from './poller.ts'

const PATH = '/dev/net/tun'
const O_RDWR_NONBLOCK = 0o4002
/** linux/if_tun.h */
const TUNSETIFF = 0x4004_54ca
const IFF = { tun: 0x0001, tap: 0x0002 } as const
/** Packets without a header in front. */
const IFF_NO_PI = 0x1000
/** struct ifreq: a name of 16 bytes, then flags. */
const REQUEST_LENGTH = 40
const NAME_LENGTH = 16
/** Larger than any packet. */
const ROOM = 70_000

/**
 * A kernel interface whose other end is this process (Documentation/networking/tuntap.rst): packets that the kernel
 * sends on it are read here, and packets written here arrive there. `tun` carries IP packets, `tap` Ethernet frames.
 * Closing removes it. The kernel computes and verifies every checksum, since such a device has no offloading.
 */
export class TunDevice implements FramePort {
  /** Called with packets from the kernel, once the device is attached to a poller. */
  onReceive: ((packet: Uint8Array) => void) | null = null
  readonly #fd: number
  readonly #room = new Uint8Array(ROOM)
  #poller: Poller | null = null

  /** Makes the interface in the namespace this thread is in; it is down. Throws, in words, where that is not possible: it needs CAP_NET_ADMIN. */
  constructor(name: string, kind: 'tun' | 'tap') {
    this.#fd = open()
    const request = new Uint8Array(REQUEST_LENGTH)
    request.set(new TextEncoder().encode(name).subarray(0, NAME_LENGTH - 1))
    new DataView(request.buffer).setUint16(NAME_LENGTH, IFF[kind] | IFF_NO_PI, true)
    const result = libc.control(this.#fd, TUNSETIFF, request)
    if (result >= 0) return
    closeSync(this.#fd)
    const reason = result === -Errno.EPERM ? 'it needs root with CAP_NET_ADMIN' : errnoName(-result)
    throw new Error(`the ${kind.toUpperCase()} device ${name} cannot be created: ${reason}`)
  }

  /** From now on calls `onReceive` with packets from the kernel. */
  attach(poller: Poller): void {
    this.#poller = poller
    poller.add(this.#fd, () => {
      for (let packet = this.read(); packet !== null; packet = this.read()) this.onReceive?.(packet)
    })
  }

  /** The next packet that the kernel sent; null when there is none. Only for a device that is not attached. */
  read(): Uint8Array | null {
    const length = libc.read(this.#fd, this.#room)
    return length <= 0 ? null : this.#room.slice(0, length)
  }

  /** Gives the kernel a packet. The interface must be up. */
  transmit(packet: Uint8Array): void {
    writeSync(this.#fd, packet)
  }

  close(): void {
    this.#poller?.remove(this.#fd)
    closeSync(this.#fd)
  }
}

function open(): number {
  try {
    return openSync(PATH, O_RDWR_NONBLOCK)
  } catch (error) {
    throw new Error(`${PATH} cannot be opened: ${(error as Error).message}`)
  }
}

/** Lays a cable between an end of a simulated link and a TAP device: what either sends arrives at the other. */
export function attachToTap(end: FramePort, device: TunDevice): void {
  device.onReceive = (frame) => end.transmit(frame)
  end.onReceive = (frame) => device.transmit(frame)
}
