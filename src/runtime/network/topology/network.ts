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
 * A whole network: hosts, switches and the links between them, on one clock, recorded. The clock of a simulated one is virtual; on Linux the
 * hosts are real kernels and the links run on real time.
 */
export class Network<Time extends Scheduler = Clock, Stack extends Host = Host> {
  readonly description: NetworkDescription
  readonly clock: Time
  readonly seed: number
  readonly recorder: Recorder
  /** Hosts and routers by name, in the order of the description. */
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

  /** The system call that the packets sent from now on come from; a kernel sets it around its calls. */
  get cause(): PacketCause | null {
    return this.recorder.cause
  }
  set cause(cause: PacketCause | null) {
    this.recorder.cause = cause
  }

  /** The host of that name. Throws RangeError with the names there are. */
  host(name: string): Stack {
    const host = this.hosts.get(name)
    if (host === undefined) throw new RangeError(`There is no host ${name}, only ${[...this.hosts.keys()].join(', ')}`)
    return host
  }

  /** The link between two nodes; `index` chooses among several. Throws RangeError when there is none. */
  link(a: string, b: string, index = 0): Link {
    const found = this.links.filter((link) => link.joins(a, b))[index]
    if (found !== undefined) return found
    const all = this.links.map(({ endpoints }) => endpoints.join(' – ')).join(', ')
    throw new RangeError(`There is no link ${index + 1} between ${a} and ${b}, only ${all}`)
  }

  /** The first address of a host, or of one interface (`client:eth1`). Throws RangeError when there is none. */
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
   * Whether a packet was recorded where it was first sent, rather than passed on by a switch or a router: of all recordings of one packet this
   * holds for one.
   */
  isFirstSent(record: PacketRecord): boolean {
    const name = record.from.split(':')[0]!
    const node = this.description.nodes.find((one) => one.name === name)
    if (node === undefined || node.kind === 'switch') return false
    if (node.kind === 'host') return true
    const frame = parseEthernet(record.bytes)
    if (frame instanceof ParseError) return true
    const packet = packetOf(frame)
    // No router passes on packets from such addresses.
    if (packet === null || ['link-local', 'unspecified'].includes(addressKind(packet.source))) return true
    return this.ownerOf(packet.source) === name
  }

  /** The node that owns an address, or null. */
  ownerOf(address: IpAddress): string | null {
    for (const node of this.description.nodes) {
      if (node.kind === 'switch') continue
      if (node.interfaces.some(({ addresses }) => addresses.some((prefix) => prefix.address === address)))
        return node.name
    }
    return null
  }
}

/** The IP packet of a frame, or null when there is none that can be read. */
function packetOf(frame: EthernetFrame): { readonly source: IpAddress } | null {
  const parse = frame.type === EtherType.IPV4 ? parseIpv4 : frame.type === EtherType.IPV6 ? parseIpv6 : null
  const packet = parse?.(frame.payload) ?? null
  return packet instanceof ParseError ? null : packet
}
