import {
  addressFamily,
  addressKind,
  broadcastAddress,
  formatPrefix,
  type IpAddress,
  type MacAddress,
  type Prefix,
  prefixContains,
  ZERO_MAC,
} from '../../address/index.ts'
import type { Nanoseconds } from '../../clock.ts'
import type { FramePort } from '../../link/index.ts'
import type { InterfaceRow } from '../rows.ts'
import type { HostInterface } from './host-interface.ts'
import { type InterfaceSettings, linuxInterfaceSettings } from './settings.ts'

/** Interface of a host. `lo` has no port: its packets come back by themselves. */
export class NetworkInterface {
  readonly name: string
  readonly mac: MacAddress
  readonly mtu: number
  readonly port: FramePort | null
  readonly settings: InterfaceSettings = linuxInterfaceSettings()
  readonly #ipv4: Prefix[]
  readonly #ipv6: Prefix[]
  #addressText: string | null = null
  /** Directed broadcast addresses of its networks. */
  readonly #broadcasts = new Set<IpAddress>()
  /** IPv6 addresses still in duplicate detection, not usable yet (RFC 4862 5.4). */
  readonly tentative: Prefix[] = []
  /** Addresses that new connections avoid (RFC 4862 5.5.4). */
  readonly deprecated = new Set<IpAddress>()
  /** Recursive DNS servers that routers advertised (RFC 8106). */
  nameServers: readonly IpAddress[] = []
  /** IPv6 MTU: less than the link's if a router advertised so (RFC 4861 6.3.4). */
  ipv6Mtu: number
  /** It once had an IPv6 address, so it gets its link-local one whenever it comes up. */
  spokeIpv6 = false
  up = true
  /** Only packet sockets receive what arrives. */
  isLeftAlone = false
  received = 0
  sent = 0
  /** Bytes of them, with Ethernet headers except on `lo`. */
  receivedBytes = 0
  sentBytes = 0
  /**
   * On `lo`: called with each packet when it is sent, behind 14 free bytes, and with its time of arrival. To keep the frame,
   * keep `frameToKeep` of it.
   */
  onLooped: ((frame: Uint8Array, arrives: Nanoseconds) => void) | null = null

  /** Called with each frame sent or received, also those for others, while a packet socket listens. */
  onFrame: ((frame: Uint8Array, isOutgoing: boolean) => void) | null = null

  constructor(options: Omit<HostInterface, 'port'> & { port: FramePort | null }) {
    this.name = options.name
    this.mac = options.mac
    this.mtu = options.mtu
    this.ipv6Mtu = options.mtu
    this.port = options.port
    this.#ipv4 = options.addresses.filter(({ address }) => addressFamily(address) === 4)
    this.#ipv6 = options.addresses.filter(({ address }) => addressFamily(address) === 6)
    for (const prefix of this.#ipv4) this.#noteBroadcast(prefix)
  }

  static loopback(): NetworkInterface {
    const addresses = [
      { address: '127.0.0.1', length: 8 },
      { address: '::1', length: 128 },
    ]
    return new NetworkInterface({ name: 'lo', mac: ZERO_MAC, mtu: 65_536, addresses, port: null })
  }

  get isLoopback(): boolean {
    return this.port === null
  }

  /** IPv4 first, and link-local addresses last, as `ip address` lists them. */
  get addresses(): readonly Prefix[] {
    return [...this.#ipv4, ...this.#ipv6]
  }

  /** The addresses in one line. */
  get addressText(): string {
    this.#addressText ??= this.addresses.map(formatPrefix).join(' ')
    return this.#addressText
  }

  addAddress(prefix: Prefix): void {
    this.#addressText = null
    if (addressFamily(prefix.address) === 4) {
      this.#ipv4.push(prefix)
      this.#noteBroadcast(prefix)
      return
    }
    this.spokeIpv6 = true
    const isLocal = ({ address }: Prefix): boolean => addressKind(address) === 'link-local'
    const at = isLocal(prefix) ? -1 : this.#ipv6.findIndex(isLocal)
    this.#ipv6.splice(at < 0 ? this.#ipv6.length : at, 0, prefix)
  }

  removeAddress(address: IpAddress): void {
    this.#addressText = null
    const list = addressFamily(address) === 4 ? this.#ipv4 : this.#ipv6
    const index = list.findIndex((prefix) => prefix.address === address)
    if (index >= 0) list.splice(index, 1)
  }

  /** The first IPv4 address; null if there is none. */
  get ipv4Address(): IpAddress | null {
    return this.#ipv4[0]?.address ?? null
  }

  /** Returns the address to use toward a neighbor: one on the same network, else the first (Linux's inet_select_addr). */
  ipv4AddressToward(neighbor: IpAddress | null): IpAddress | null {
    const near = neighbor === null ? undefined : this.#ipv4.find((prefix) => prefixContains(prefix, neighbor))
    return near?.address ?? this.ipv4Address
  }

  get ipv4Addresses(): readonly Prefix[] {
    return this.#ipv4
  }

  get ipv6Addresses(): readonly Prefix[] {
    return this.#ipv6
  }

  /** Addresses whose solicitations are received, including tentative ones. */
  get solicitedAddresses(): readonly Prefix[] {
    return this.tentative.length === 0 ? this.#ipv6 : [...this.#ipv6, ...this.tentative]
  }

  /** Whether IPv6 is enabled. It is off until the interface gets an IPv6 address: nothing is sent, and what arrives is ignored. */
  get hasIpv6(): boolean {
    return this.#ipv6.length > 0 || this.tentative.length > 0
  }

  /** Returns whether `address` is the directed broadcast address of one of its networks. */
  isBroadcast(address: IpAddress): boolean {
    return this.#broadcasts.has(address)
  }

  #noteBroadcast(prefix: Prefix): void {
    const address = broadcastAddress(prefix)
    if (address !== null) this.#broadcasts.add(address)
  }

  transmit(frame: Uint8Array): void {
    if (!this.up || this.port === null) return
    this.sent++
    this.sentBytes += frame.length
    this.onFrame?.(frame, true)
    this.port.transmit(frame)
  }

  row(): InterfaceRow {
    const { name, mac, mtu, up } = this
    return { name, mac, mtu, up, addresses: this.addresses.map(formatPrefix), rx: this.received, tx: this.sent }
  }
}
