import koffi from 'koffi'
import { MSG_DONTWAIT, PACKET_AUXDATA, SOL_PACKET } from '../linux-constants.ts'
import * as libc from './libc.ts'

/** struct msghdr, then struct iovec, then room for one struct cmsghdr with a struct tpacket_auxdata; then the bytes (64 bits everywhere). */
const IOVEC_AT = 56
const CONTROL_AT = IOVEC_AT + 16
const CONTROL_ROOM = 64
const BYTES_AT = CONTROL_AT + CONTROL_ROOM
const AUXILIARY_AT = CONTROL_AT + 16
/** TP_STATUS_VLAN_VALID, and where tag and type of the tag are in a tpacket_auxdata. */
const [HAS_TAG, TAG_AT, TAG_TYPE_AT] = [1 << 4, AUXILIARY_AT + 16, AUXILIARY_AT + 18]
/** Between the addresses and the EtherType (IEEE 802.1Q). */
const TAG_PLACE = 12
const TAG_LENGTH = 4

/** The C library's own memory for one frame of a packet socket after another: as recvmsg(2) leaves them, and as they were on the wire. */
export class FrameRoom {
  readonly #memory: unknown
  readonly #view: DataView
  readonly #bytes: Uint8Array

  constructor(size: number) {
    this.#memory = koffi.alloc('uint8_t', BYTES_AT + size)
    const memory = koffi.view(this.#memory, BYTES_AT + size)
    const start = koffi.address(this.#memory)
    this.#view = new DataView(memory)
    this.#bytes = new Uint8Array(memory, BYTES_AT)
    const pointers: [at: number, value: bigint][] = [
      [0, 0n],
      [8, 0n],
      [16, start + BigInt(IOVEC_AT)],
      [24, 1n],
      [32, start + BigInt(CONTROL_AT)],
      [48, 0n],
      [IOVEC_AT, start + BigInt(BYTES_AT)],
      [IOVEC_AT + 8, BigInt(size)],
    ]
    for (const [at, value] of pointers) this.#view.setBigUint64(at, value, true)
  }

  /** The next frame, with its VLAN tag where it had one; null when there is none. The socket has PACKET_AUXDATA on. */
  receive(fd: number): Uint8Array | null {
    const view = this.#view
    view.setBigUint64(40, BigInt(CONTROL_ROOM), true)
    view.setUint32(CONTROL_AT + 8, 0, true)
    const length = libc.receiveInto(fd, this.#memory, MSG_DONTWAIT)
    if (length <= 0) return null
    return this.#hasTag() ? this.#tagged(length) : this.#bytes.slice(0, length)
  }

  /** Gives the memory back. */
  free(): void {
    koffi.free(this.#memory)
  }

  #hasTag(): boolean {
    const view = this.#view
    if (view.getInt32(CONTROL_AT + 8, true) !== SOL_PACKET) return false
    if (view.getInt32(CONTROL_AT + 12, true) !== PACKET_AUXDATA) return false
    return (view.getUint32(AUXILIARY_AT, true) & HAS_TAG) !== 0
  }

  #tagged(length: number): Uint8Array {
    const frame = new Uint8Array(length + TAG_LENGTH)
    frame.set(this.#bytes.subarray(0, TAG_PLACE))
    frame.set(this.#bytes.subarray(TAG_PLACE, length), TAG_PLACE + TAG_LENGTH)
    const tag = new DataView(frame.buffer, TAG_PLACE)
    tag.setUint16(0, this.#view.getUint16(TAG_TYPE_AT, true))
    tag.setUint16(2, this.#view.getUint16(TAG_AT, true))
    return frame
  }
}
