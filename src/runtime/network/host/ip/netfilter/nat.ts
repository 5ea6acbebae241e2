/** Network address and port translation of IPv4: which outside endpoint stands for which inside one (RFC 3022, RFC 4787, RFC 5382). */
import type { IpAddress } from '../../../address/index.ts'
import type { RandomStream } from '../../../random.ts'
import { IpProtocol } from '../../../wire/index.ts'
import type { TrackedConnection } from './connection.ts'
import type { ConnectionTable } from './connection-table.ts'
import type { NatDescription, PortForward } from './description.ts'
import { Mappings } from './mappings.ts'
import { PortPool } from './port-pool.ts'
import type { Endpoint, Tuple } from './tuple.ts'

const PROTOCOL_NUMBERS = { tcp: IpProtocol.TCP, udp: IpProtocol.UDP } as const

export class Nat {
  readonly #description: NatDescription
  readonly #table: ConnectionTable
  readonly #mappings: Mappings
  readonly #ports: PortPool
  readonly #outsideAddress: () => IpAddress | null

  constructor(
    description: NatDescription,
    table: ConnectionTable,
    random: RandomStream,
    outsideAddress: () => IpAddress | null,
  ) {
    this.#description = description
    this.#table = table
    this.#mappings = new Mappings(table)
    this.#ports = new PortPool(description.ports ?? 'preserve', description.range ?? null, random)
    this.#outsideAddress = outsideAddress
  }

  get outside(): string {
    return this.#description.outside
  }

  /** Receiver of the first packet of a connection to the outside address: by a forward, or by a mapping that admits the sender. */
  receiverOf({ protocol, source, destination }: Tuple): Endpoint | null {
    if (destination.address !== this.#outsideAddress()) return null
    const forward = this.#forwardOf(protocol, destination.port)
    if (forward !== undefined) return { address: forward.to, port: forward.toPort ?? forward.port }
    const mapping = this.#mappings.fromOutside(protocol, destination)
    if (mapping === null || !this.#mappings.admits(mapping, this.#filtering, source)) return null
    return mapping.inside
  }

  /** The same for a packet from inside, if the NAT hairpins (RFC 4787 §6). */
  hairpinOf(tuple: Tuple): Endpoint | null {
    if (this.#description.hairpin !== true) return null
    const { protocol, source } = tuple
    const seen = this.#mappings.fromInside(protocol, source, this.#remotePart(tuple.destination))?.outside
    const address = this.#outsideAddress()
    return address === null ? null : this.receiverOf({ ...tuple, source: seen ?? { address, port: source.port } })
  }

  /** Gives an outgoing connection its outside endpoint. Returns false if no port is left. */
  translateSource(connection: TrackedConnection): boolean {
    const address = this.#outsideAddress()
    if (address === null) return false
    const { protocol, source, destination } = connection.original
    // Packets of the box itself have its address already.
    const isOwn = source.address === address
    if (this.#isPerConnection || isOwn) {
      const port = this.#takePort(connection, address)
      if (port !== null) setSource(connection, { address, port })
      return port !== null
    }
    const remote = this.#remotePart(destination)
    const known = this.#mappings.fromInside(protocol, source, remote)
    const mapping = known ?? this.#newMapping(connection, remote, address)
    if (mapping === null) return false
    mapping.connections.add(connection)
    setSource(connection, mapping.outside)
    return true
  }

  /** Lets a connection that came in by a mapping keep that mapping alive too. */
  noteIncoming(connection: TrackedConnection): void {
    const { protocol, destination } = connection.original
    this.#mappings.fromOutside(protocol, destination)?.connections.add(connection)
  }

  #newMapping(connection: TrackedConnection, remote: string, address: IpAddress) {
    const { protocol, source } = connection.original
    const port = this.#takePort(connection, address)
    return port === null ? null : this.#mappings.add(protocol, remote, source, { address, port })
  }

  #takePort(connection: TrackedConnection, address: IpAddress): number | null {
    const { protocol, source } = connection.original
    if (protocol !== IpProtocol.TCP && protocol !== IpProtocol.UDP && protocol !== IpProtocol.ICMP) return source.port
    if (this.#holdsItsShare(source.address, protocol)) return null
    return this.#ports.take(source.port, (port) => {
      if (this.#forwardOf(protocol, port) !== undefined) return false
      if (this.#mappings.fromOutside(protocol, { address, port }) !== null) return false
      return this.#table.find({ ...connection.reply, destination: { address, port } }) === null
    })
  }

  #holdsItsShare(inside: IpAddress, protocol: number): boolean {
    const { portsPerHost } = this.#description
    if (portsPerHost === undefined) return false
    const its = this.#table.liveFrom(inside, protocol)
    return new Set(its.map(({ reply }) => reply.destination.port)).size >= portsPerHost
  }

  #forwardOf(protocol: number, port: number): PortForward | undefined {
    const { forwards = [] } = this.#description
    return forwards.find((one) => one.port === port && PROTOCOL_NUMBERS[one.protocol] === protocol)
  }

  get #filtering() {
    return this.#description.filtering ?? 'address-and-port'
  }

  get #mapping() {
    return this.#description.mapping ?? 'address-and-port'
  }

  /** Chooses a port per connection, as Linux: two inside endpoints may share one toward different receivers. */
  get #isPerConnection(): boolean {
    return this.#mapping === 'address-and-port' && this.#filtering === 'address-and-port'
  }

  #remotePart({ address, port }: Endpoint): string {
    return { endpoint: '', address, 'address-and-port': `${address} ${port}` }[this.#mapping]
  }
}

function setSource(connection: TrackedConnection, outside: Endpoint): void {
  connection.reply = { ...connection.reply, destination: outside }
}
