import { addressFamily, type EventTrace, type Host, type IpAddress, ipAddressFrom, type Nanoseconds } from '#network'
import type { Files, WorldRecipe } from '../api/index.ts'
import type { NodeDescription } from '../protocol.ts'
import { didYouMean } from '../suggest.ts'
import { HostPower } from './host-power.ts'
import type { Journal } from './journal.ts'
import type { LinkTools } from './link-tools.ts'
import type { PacketLog, Sighting } from './packet-log.ts'
import type { Peers } from './peers.ts'
import type { Processes } from './processes.ts'
import type { Subject } from './subject.ts'
import { Failure } from './wait.ts'
import type { BackendWorld } from './world.ts'

export interface ContextParts {
  world: BackendWorld
  nodes: readonly NodeDescription[]
  packets: PacketLog
  /** Loopback recordings by `server:lo`, each with its own packet numbers. */
  loopbacks: ReadonlyMap<string, PacketLog>
  peers: Peers
  processes: Processes
  links: LinkTools
  files: { submission: Files; programs: Files }
  /** Files of the driver that serves `load`, by absolute path, the entry first; without them there is no `load`. */
  loadDriver: Files
  /** Journal of the world; null if it cannot be replayed. */
  journal: Journal | null
  /** The world's recipe without its journal. */
  origin: WorldOrigin
  /** Hash of its events, if requested. */
  trace: EventTrace | null
}

/** Parts of a world. */
export type WorldOrigin = Omit<WorldRecipe, 'version' | 'journal'>

/** Shared state of operations: the world, its names, its recording, and the objects that commands have made. */
export class Context {
  readonly world: BackendWorld
  readonly nodes: readonly NodeDescription[]
  readonly packets: PacketLog
  readonly loopbacks: ReadonlyMap<string, PacketLog>
  readonly peers: Peers
  readonly processes: Processes
  readonly links: LinkTools
  readonly power: HostPower
  readonly files: { submission: Files; programs: Files }
  readonly loadDriver: Files
  readonly journal: Journal | null
  readonly origin: WorldOrigin
  readonly trace: EventTrace | null
  /** Waits that ended by their deadline. */
  shortestWait: Nanoseconds | null = null
  readonly #subjects = new Map<string, Subject>()
  readonly #closers: (() => void)[] = []
  readonly #enders: (() => void)[] = []

  constructor(parts: ContextParts) {
    this.world = parts.world
    this.nodes = parts.nodes
    this.packets = parts.packets
    this.loopbacks = parts.loopbacks
    this.peers = parts.peers
    this.processes = parts.processes
    this.links = parts.links
    this.power = new HostPower(parts.world, parts.links, parts.processes)
    this.files = parts.files
    this.loadDriver = parts.loadDriver
    this.journal = parts.journal
    this.origin = parts.origin
    this.trace = parts.trace
  }

  /** Registers an object made by a command under the command's name. */
  register(name: string, subject: Subject): void {
    this.#subjects.set(name, subject)
  }

  subject(name: string): Subject | undefined {
    return this.#subjects.get(name)
  }

  /** Calls `close` when the test's own sockets are to be closed. */
  onClose(close: () => void): void {
    this.#closers.push(close)
  }

  /** Calls `end` when the world ends. */
  onEnd(end: () => void): void {
    this.#enders.push(end)
  }

  end(): void {
    for (const end of this.#enders.splice(0)) end()
  }

  /** Closes the sockets that the test itself holds, as if its program had ended. */
  closeTestSockets(): void {
    this.peers.closeAll()
    for (const close of this.#closers.splice(0)) close()
  }

  host(name: string): Host {
    return this.world.network.host(name)
  }

  /** Resolves `server`, `server:eth1` or an address. Throws MISUSE with the known names. */
  resolve(target: string): IpAddress {
    const address = ipAddressFrom(target)
    if (address !== null) return address
    const [name, iface] = target.split(':') as [string, string?]
    const node = this.nodes.find((candidate) => candidate.name === name)
    const names = this.nodes.filter(({ hasStack }) => hasStack).map((candidate) => candidate.name)
    if (!node)
      throw new Failure(
        'MISUSE',
        `an address or one of ${names.join(', ')}`,
        `${JSON.stringify(target)}${didYouMean(name, names)}`,
      )
    const chosen =
      iface === undefined ? node.interfaces : node.interfaces.filter((candidate) => candidate.name === iface)
    const found = chosen.flatMap(({ addresses }) => addresses)[0]
    if (found === undefined) throw new Failure('MISUSE', `an address of ${target}`, 'none')
    return found
  }

  /** IP version of a target's address, for the socket that connects to it. */
  familyOf(address: IpAddress): 4 | 6 {
    return addressFamily(address)
  }

  /** Returns the node that has an address, or the address itself. */
  nameOf(address: IpAddress): string {
    return this.world.network.ownerOf(address) ?? address
  }

  /** Returns the recording that a capture reads. */
  packetsOn(on: number | string | undefined): PacketLog {
    return (typeof on === 'string' ? this.loopbacks.get(on) : undefined) ?? this.packets
  }

  /**
   * Selects the sightings of a capture: a link by number, a node's interface, or every packet where it was first sent.
   */
  viewOf(on: number | string | undefined): (sighting: Sighting) => boolean {
    if (typeof on === 'number') return ({ record, where }) => where === 'sent' && record.link === on
    if (typeof on !== 'string') return ({ record, where }) => where === 'sent' && this.world.network.isFirstSent(record)
    if (this.loopbacks.has(on)) return ({ where }) => where === 'sent'
    const all = this.world.network.endpoints
    if (!all.includes(on))
      throw new Failure(
        'MISUSE',
        `an interface with a link (${all.join(', ')}), or a host's lo`,
        `${JSON.stringify(on)}${didYouMean(on, all)}`,
      )
    return ({ record, where }) => (where === 'sent' ? record.from : record.to) === on
  }

  placeName(on: number | string): string {
    return typeof on === 'string' ? on : (this.world.network.links[on]?.endpoints.join('—') ?? `link ${on}`)
  }
}
