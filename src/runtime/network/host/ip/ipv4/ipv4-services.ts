import type { IpAddress } from '../../../address/index.ts'
import type { Ipv4Packet } from '../../../wire/index.ts'
import type { Path } from '../ip-packet.ts'
import type { IpServices } from '../ip-services.ts'

/** The host's IP as the parts of IPv4 see it. */
export interface Ipv4Services extends IpServices {
  readonly ipv4: {
    readonly icmp: Ipv4Errors
    readonly pathMtus: { learn(destination: IpAddress, mtu: number): void }
    transmitFragments(path: Path, bytes: Uint8Array): void
  }
}

/** What forwarding reports to senders. */
interface Ipv4Errors {
  readonly redirects: { tell(packet: Ipv4Packet, bytes: Uint8Array, path: Path): void }
  sendTimeExceeded(bytes: Uint8Array): void
  sendUnreachable(bytes: Uint8Array, code: number): void
  sendFragmentationNeeded(bytes: Uint8Array, mtu: number): void
}
