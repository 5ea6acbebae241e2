import { Errno, type RandomStream } from '#network'

/** A character device: what reading and writing it does, and its number (major * 256 + minor). */
export interface Device {
  readonly number: number
  read(length: number): Uint8Array | number
  write(bytes: Uint8Array): number
}

const takeAll = (bytes: Uint8Array) => bytes.length
const NOTHING = new Uint8Array(0)

/** The devices of mem(4) and random(4), by their names in /dev. */
export function memoryDevices(random: RandomStream): Record<string, Device> {
  const randomBytes = (length: number) => random.bytes(length)
  return {
    null: { number: 0x103, read: () => NOTHING, write: takeAll },
    zero: { number: 0x105, read: (length) => new Uint8Array(length), write: takeAll },
    full: { number: 0x107, read: (length) => new Uint8Array(length), write: () => -Errno.ENOSPC },
    random: { number: 0x108, read: randomBytes, write: takeAll },
    urandom: { number: 0x109, read: randomBytes, write: takeAll },
  }
}
