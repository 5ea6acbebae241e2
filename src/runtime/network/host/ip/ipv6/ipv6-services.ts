import type { IpAddress, Prefix } from '../../../address/index.ts'
import type { IcmpMessage, Ipv6Packet, NdMessage, Redirect, RouterAdvertisement } from '../../../wire/index.ts'
import type { IpPacket, Path } from '../ip-packet.ts'
import type { IpServices } from '../ip-services.ts'
import type { NetworkInterface } from '../network-interface.ts'
import type { Reassembly } from './reassembly.ts'

/** The host's IP as the parts of IPv6 see it. */
export interface Ipv6Services extends IpServices {
  readonly ipv6: IpServices['ipv6'] & {
    readonly icmp: IcmpSender
    readonly discovery: {
      receive(packet: IpPacket, message: IcmpMessage, device: NetworkInterface): void
      probe(device: NetworkInterface, target: IpAddress): void
      announce(device: NetworkInterface, group: IpAddress, message: NdMessage): void
    }
    readonly addresses: AddressServices
    readonly routers: {
      begin(device: NetworkInterface): void
      stop(device: NetworkInterface): void
      take(packet: IpPacket, message: RouterAdvertisement, device: NetworkInterface): void
    }
    readonly advertisers: {
      of(device: NetworkInterface): { start(): void; stop(): void; solicit(): void } | undefined
    }
    readonly redirects: {
      tell(packet: Ipv6Packet, bytes: Uint8Array, path: Path): void
      take(packet: IpPacket, message: Redirect, device: NetworkInterface): void
    }
    readonly pathMtus: { learn(destination: IpAddress, mtu: number): void }
    readonly reassembly: Reassembly
    pathBack(packet: Pick<Ipv6Packet, 'source'>, source: IpAddress | null, device: NetworkInterface): Path | number
  }
}

/** Errors to senders, and messages that other parts send. */
interface IcmpSender {
  sendUnreachable(device: NetworkInterface, bytes: Uint8Array, code: number): void
  sendTimeExceeded(device: NetworkInterface, bytes: Uint8Array): void
  sendPacketTooBig(device: NetworkInterface, bytes: Uint8Array, mtu: number): void
  sendParameterProblem(device: NetworkInterface, bytes: Uint8Array, code: number, pointer: number): void
  send(path: Path, destination: IpAddress, message: IcmpMessage, options?: { hopLimit?: number }): void
}

interface AddressServices {
  readonly duplicates: { hear(device: NetworkInterface, address: IpAddress): void }
  addConfigured(device: NetworkInterface, prefix: Prefix): void
  remove(device: NetworkInterface, address: IpAddress): void
  enable(device: NetworkInterface): void
}
