import { addressKind, type IpAddress } from '../address/index.ts'
import type { PacketCause, PacketRecord, Recorder } from '../capture/index.ts'
import type { Clock, Scheduler } from '../clock.ts'
import type { Host } from '../host/index.ts'
import type { Link, Switch } from '../link/index.ts'
import { type EthernetFrame, EtherType, ParseError, parseEthernet, parseIpv4, parseIpv6 } from '../wire/index.ts'
import type { NetworkDescription } from './description.ts'

export interface NetworkParts<Time extends Scheduler, Stack extends Host> {
  readonly description: NetworkDescription
  readonly clock: Time
  readonly seed: number
  readonly recorder: Recorder
  readonly hosts: ReadonlyMap<string, Stack>
  readonly switches: ReadonlyMap<string, Switch>
  readonly links: readonly Link[]
}

/**
 * A network: hosts, switches and the links between them, on one clock, recorded. A simulated one runs on virtual time;
 * on Linux the hosts are real kernels and the links run on real time.
 */
export class Network<Time extends Scheduler = Clock, Stack extends Host = Host> {
  readonly description: NetworkDescription
  readonly clock: Time
  readonly seed: number
  readonly recorder: Recorder
  /** Hosts and routers by name, in description order. */
  readonly hosts: ReadonlyMap<string, Stack>
  readonly switches: ReadonlyMap<string, Switch>
  readonly links: readonly Link[]

  constructor(parts: NetworkParts<Time, Stack>) {
    this.description = parts.description
    this.clock = parts.clock
    this.seed = parts.seed
    this.recorder = parts.recorder
    this.hosts = parts.hosts
    this.switches = parts.switches
    this.links = parts.links
  }

  /** The system call that causes the packets sent from now on; a kernel sets it around its calls. */
  get cause(): PacketCause | null {
    return this.recorder.cause
  }
  set cause(cause: PacketCause | null) {
    this.recorder.cause = cause
  }

  /** Returns the host of that name. Throws RangeError that lists the names. */
  host(name: string): Stack {
    const host = this.hosts.get(name)
    if (host === undefined) throw new RangeError(`There is no host ${name}, only ${[...this.hosts.keys()].join(', ')}`)
    return host
  }

  /** Returns the link between two nodes; `index` selects one of several. Throws RangeError if there is none. */
  link(a: string, b: string, index = 0): Link {
    const found = this.links.filter((link) => link.joins(a, b))[index]
    if (found !== undefined) return found
    const all = this.links.map(({ endpoints }) => endpoints.join(' – ')).join(', ')
    throw new RangeError(`There is no link ${index + 1} between ${a} and ${b}, only ${all}`)
  }

  /** Returns the first address of a host, or of one interface (`client:eth1`). Throws RangeError if there is none. */
  addressOf(name: string): IpAddress {
    const [hostName, interfaceName] = name.split(':')
    const node = this.description.nodes.find((one) => one.name === hostName)
    const interfaces = node === undefined || node.kind === 'switch' ? [] : node.interfaces
    const chosen = interfaceName === undefined ? interfaces : interfaces.filter((one) => one.name === interfaceName)
    const address = chosen.flatMap(({ addresses }) => addresses)[0]?.address
    if (address === undefined) throw new RangeError(`${name} has no address`)
    return address
  }

  /** Names of all ends of links, in order: the interfaces of a capture file. */
  get endpoints(): string[] {
    return this.links.flatMap(({ endpoints }) => endpoints)
  }

  /**
   * Returns whether a packet was recorded where it was first sent, and not where a switch or router forwarded it: true
   * for exactly one recording of each packet.
   */
  isFirstSent(record: PacketRecord): boolean {
    const name = record.from.split(':')[0]!
    const node = this.description.nodes.find((one) => one.name === name)
    if (node === undefined || node.kind === 'switch') return false
    if (node.kind === 'host') return true
    const frame = parseEthernet(record.bytes)
    if (frame instanceof ParseError) return true
    const packet = packetOf(frame)
    // Routers never forward packets from such addresses.
    if (packet === null || ['link-local', 'unspecified'].includes(addressKind(packet.source))) return true
    return this.ownerOf(packet.source) === name
  }

  /** Returns the node that owns an address, or null. */
  ownerOf(address: IpAddress): string | null {
    for (const node of this.description.nodes) {
      if (node.kind === 'switch') continue
      if (node.interfaces.some(({ addresses }) => addresses.some((prefix) => prefix.address === address)))
        return node.name
    }
    return null
  }
}

/** Returns the IP packet of a frame, or null if it has none that can be read. */
function packetOf(frame: EthernetFrame): { readonly source: IpAddress } | null {
  const parse = frame.type === EtherType.IPV4 ? parseIpv4 : frame.type === EtherType.IPV6 ? parseIpv6 : null
  const packet = parse?.(frame.payload) ?? null
  return packet instanceof ParseError ? null : packet
}
