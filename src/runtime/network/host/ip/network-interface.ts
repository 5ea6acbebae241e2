import {
  broadcastAddress,
  formatPrefix,
  type IpAddress,
  type MacAddress,
  type Prefix,
  ZERO_MAC,
} from '../../address/index.ts'
import type { FramePort } from '../../link/index.ts'
import type { HostInterface } from '../host-options.ts'
import type { InterfaceRow } from '../rows.ts'

/** One interface of a host. `lo` has no port: its packets come back by themselves. */
export class NetworkInterface {
  readonly name: string
  readonly mac: MacAddress
  readonly mtu: number
  readonly port: FramePort | null
  readonly #addresses: Prefix[]
  up = true
  received = 0
  sent = 0

  constructor(options: Omit<HostInterface, 'port'> & { port: FramePort | null }) {
    this.name = options.name
    this.mac = options.mac
    this.mtu = options.mtu
    this.port = options.port
    this.#addresses = [...options.addresses]
  }

  static loopback(): NetworkInterface {
    const addresses = [{ address: '127.0.0.1', length: 8 }]
    return new NetworkInterface({ name: 'lo', mac: ZERO_MAC, mtu: 65_536, addresses, port: null })
  }

  get isLoopback(): boolean {
    return this.port === null
  }

  get addresses(): readonly Prefix[] {
    return this.#addresses
  }

  addAddress(prefix: Prefix): void {
    this.#addresses.push(prefix)
  }

  /** Whether `address` is the directed broadcast of one of its networks. */
  isBroadcast(address: IpAddress): boolean {
    return this.#addresses.some((prefix) => broadcastAddress(prefix) === address)
  }

  transmit(frame: Uint8Array): void {
    if (!this.up || this.port === null) return
    this.sent++
    this.port.transmit(frame)
  }

  row(): InterfaceRow {
    const { name, mac, mtu, up } = this
    return { name, mac, mtu, up, addresses: this.#addresses.map(formatPrefix), rx: this.received, tx: this.sent }
  }
}
