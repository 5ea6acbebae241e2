/** setsockopt and getsockopt: Linux's level, option and value as the system calls have them. */
import { Errno } from '#network'
import type { ModuleHost } from '#node/realm/index.ts'
import { Op, SocketOption } from '#node/syscalls/index.ts'
import * as linux from '../linux-constants.ts'
import { readMembership, readPacketMembership } from '../membership.ts'
import { isDoubled, isInNetworkOrder, optionAt, swapped } from '../options.ts'
import { interfacesOf } from './interfaces.ts'

export type Family = 4 | 6 | 'link'

const GROUP_OPTIONS: Readonly<Record<string, number>> = {
  [`${linux.IPPROTO_IP} ${linux.IP_ADD_MEMBERSHIP}`]: SocketOption.ADD_MEMBERSHIP,
  [`${linux.IPPROTO_IP} ${linux.IP_DROP_MEMBERSHIP}`]: SocketOption.DROP_MEMBERSHIP,
  [`${linux.IPPROTO_IPV6} ${linux.IPV6_JOIN_GROUP}`]: SocketOption.ADD_MEMBERSHIP,
  [`${linux.IPPROTO_IPV6} ${linux.IPV6_LEAVE_GROUP}`]: SocketOption.DROP_MEMBERSHIP,
}
const isMulticastInterface = (level: number, option: number) =>
  (level === linux.IPPROTO_IP && option === linux.IP_MULTICAST_IF) ||
  (level === linux.IPPROTO_IPV6 && option === linux.IPV6_MULTICAST_IF)

export class OptionCalls {
  readonly #host: ModuleHost
  readonly #fd: number
  readonly #family: 4 | 6
  /** IPV6_V6ONLY, which the system call takes when the socket is bound. */
  onlyIpv6 = false

  constructor(host: ModuleHost, fd: number, family: Family) {
    this.#host = host
    this.#fd = fd
    this.#family = family === 6 ? 6 : 4
  }

  /** 0 or -errno. */
  set(level: number, option: number, value: number | string | Uint8Array): number {
    if (level === linux.SOL_SOCKET && option === linux.SO_BINDTODEVICE)
      return this.#set(SocketOption.BIND_TO_DEVICE, 0, textOf(value))
    if (level === linux.SOL_SOCKET && option === linux.SO_DETACH_FILTER) return this.#set(SocketOption.FILTER, 0, '')
    if (level === linux.SOL_PACKET && option === linux.PACKET_ADD_MEMBERSHIP)
      return this.#set(SocketOption.PACKET_MEMBERSHIP, 0, this.#nameOf(readPacketMembership(bytesOf(value))) ?? '')
    const group = GROUP_OPTIONS[`${level} ${option}`]
    if (group !== undefined) return this.#setGroup(group, bytesOf(value))
    if (isMulticastInterface(level, option)) return this.#setInterface(value)
    if (level === linux.IPPROTO_IPV6 && option === linux.IPV6_V6ONLY) {
      this.onlyIpv6 = numberOf(value) !== 0
      return 0
    }
    const known = optionAt(this.#family, level, option)
    if (known === undefined) return -Errno.ENOPROTOOPT
    const number = numberOf(value)
    return this.#set(known, isInNetworkOrder(known) ? swapped(number) : number, '')
  }

  #set(option: number, value: number, text: string): number {
    return this.#host.call(Op.setopt, this.#fd, option, value, text)
  }

  #nameOf(index: number): string | undefined {
    return interfacesOf(this.#host).nameOf(index)
  }

  #setGroup(option: number, struct: Uint8Array): number {
    const request = readMembership(this.#family, struct)
    if (request === null) return -Errno.EINVAL
    const { group, interfaceIndex, address } = request
    const name = interfaceIndex === 0 ? address : this.#nameOf(interfaceIndex)
    return name === undefined ? -Errno.ENODEV : this.#set(option, 0, `${group}|${name}`)
  }

  /** struct in_addr, ip_mreq or ip_mreqn; of IPv6 the number alone. */
  #setInterface(value: number | string | Uint8Array): number {
    const none = this.#family === 4 ? '0.0.0.0' : '::'
    const { interfaceIndex, address } =
      typeof value === 'number' || this.#family === 6
        ? { interfaceIndex: numberOf(value), address: '' }
        : (readMembership(4, bytesOf(value)) ?? { interfaceIndex: 0, address: '' })
    const name = interfaceIndex === 0 ? address || none : this.#nameOf(interfaceIndex)
    return name === undefined ? -Errno.EADDRNOTAVAIL : this.#set(SocketOption.MULTICAST_INTERFACE, 0, name)
  }

  /** An int, as its four bytes, or the option's struct; -errno. */
  get(level: number, option: number): Uint8Array | number {
    if (level === linux.SOL_SOCKET && option === linux.SO_ERROR) return this.#int(SocketOption.ERROR)
    if (level === linux.SOL_SOCKET && option === linux.SO_BINDTODEVICE) return this.#device()
    if (level === linux.SOL_PACKET && option === linux.PACKET_STATISTICS) return this.#statistics()
    if (level === linux.IPPROTO_IPV6 && option === linux.IPV6_V6ONLY) return intBytes(Number(this.onlyIpv6))
    const known = optionAt(this.#family, level, option)
    return known === undefined ? -Errno.ENOPROTOOPT : this.#int(known)
  }

  #int(option: number): Uint8Array | number {
    const value = this.#host.call(Op.getopt, this.#fd, option)
    if (value < 0) return value
    if (isInNetworkOrder(option)) return intBytes(swapped(value))
    return intBytes(isDoubled(option) ? 2 * value : value)
  }

  #device(): Uint8Array | number {
    const index = this.#host.call(Op.getopt, this.#fd, SocketOption.BIND_TO_DEVICE)
    if (index < 0) return index
    const name = this.#nameOf(index)
    return name === undefined ? new Uint8Array(0) : Uint8Array.from(`${name}\0`, (character) => character.charCodeAt(0))
  }

  /** struct tpacket_stats. */
  #statistics(): Uint8Array | number {
    const result = this.#host.call(Op.getopt, this.#fd, SocketOption.PACKET_STATISTICS)
    if (result < 0) return result
    const { a: seen, b: dropped } = this.#host.out
    return new Uint8Array(Uint32Array.of(seen, dropped).buffer)
  }
}

const intBytes = (value: number) => new Uint8Array(Int32Array.of(value).buffer)

function bytesOf(value: number | string | Uint8Array): Uint8Array {
  if (typeof value === 'number') return intBytes(value)
  return typeof value === 'string' ? Uint8Array.from(value, (character) => character.charCodeAt(0)) : value
}

/** Of bytes, the int at their beginning. */
function numberOf(value: number | string | Uint8Array): number {
  if (typeof value === 'number') return value
  const bytes = bytesOf(value)
  return bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true)
}

/** A name of an interface, which may end with a zero. */
function textOf(value: number | string | Uint8Array): string {
  const text = typeof value === 'string' ? value : String.fromCharCode(...bytesOf(value))
  return text.split('\0', 1)[0]!
}
