/** Control data that a datagram or raw socket wants with each packet besides its bytes. */
import { addressFamily, type Family, type IpAddress, isMulticast, LIMITED_BROADCAST } from '../address/index.ts'
import { indexOfDevice } from './bound-device.ts'
import type { IpLayer, IpPacket, NetworkInterface } from './ip/index.ts'
import type { Ancillary } from './socket.ts'
import { addressForProgram } from './socket-address.ts'
import { SocketOption } from './socket-constants.ts'

type Wish = 'packetInfo' | 'timeToLive' | 'typeOfService' | 'arrived'

const WISHES: Readonly<Record<number, Wish>> = {
  [SocketOption.RECEIVE_PACKET_INFO]: 'packetInfo',
  [SocketOption.RECEIVE_TTL]: 'timeToLive',
  [SocketOption.RECEIVE_TOS]: 'typeOfService',
  [SocketOption.TIMESTAMP]: 'arrived',
}

export class AncillaryWishes {
  readonly #ip: IpLayer
  readonly #family: Family
  readonly #wishes = new Set<Wish>()

  constructor(ip: IpLayer, family: Family) {
    this.#ip = ip
    this.#family = family
  }

  /** Returns an option's value; undefined if it isn't one of these. */
  get(option: number): number | undefined {
    const wish = WISHES[option]
    return wish === undefined ? undefined : Number(this.#wishes.has(wish))
  }

  /** Returns 0, or undefined if the option isn't one of these. */
  set(option: number, value: number): number | undefined {
    const wish = WISHES[option]
    if (wish === undefined) return undefined
    if (value === 0) this.#wishes.delete(wish)
    else this.#wishes.add(wish)
    return 0
  }

  /** Returns the control data wanted for a packet that came in by `device`; undefined when none is. */
  of(packet: IpPacket, device: NetworkInterface): Ancillary | undefined {
    if (this.#wishes.size === 0) return undefined
    // IPv6's options apply to IPv4 packets only for the destination.
    const isOwnFamily = addressFamily(packet.destination) === this.#family
    const { ttl, dscp, ecn } = packet
    return {
      ...(this.#wishes.has('packetInfo') && { packetInfo: this.#packetInfo(packet, device) }),
      ...(this.#wishes.has('timeToLive') && isOwnFamily && { timeToLive: ttl }),
      ...(this.#wishes.has('typeOfService') && isOwnFamily && { typeOfService: (dscp << 2) | ecn }),
      ...(this.#wishes.has('arrived') && { arrived: this.#ip.scheduler.now }),
    }
  }

  #packetInfo({ source, destination }: IpPacket, device: NetworkInterface) {
    const shown = (address: IpAddress) => addressForProgram(address, this.#family)
    const local = isToMany(destination, device) ? addressToward(source, device) : destination
    // A packet that never left the host counts as received by the interface with its destination (Linux's rt_iif).
    const heardOn = device.isLoopback ? (this.#ip.ownerOf(destination) ?? device) : device
    return {
      interfaceIndex: indexOfDevice(this.#ip, heardOn),
      destination: shown(destination),
      localAddress: shown(this.#family === 6 ? destination : local),
    }
  }
}

function isToMany(destination: IpAddress, device: NetworkInterface): boolean {
  return destination === LIMITED_BROADCAST || isMulticast(destination) || device.isBroadcast(destination)
}

/** Returns the address to answer from (Linux's fib_compute_spec_dst). */
function addressToward(source: IpAddress, device: NetworkInterface): IpAddress {
  return device.ipv4AddressToward(source) ?? device.ipv4Address ?? '0.0.0.0'
}
