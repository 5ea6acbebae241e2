/**
 * Processing of packets in a middlebox, at Linux's four hooks: on arrival (`arrived`), between two interfaces (`mayPass`), on departure
 * (`leaving`), and for packets of the box itself (`sending`). A connection is remembered once a packet of it got through.
 */
import type { IpAddress } from '../../../address/index.ts'
import type { Nanoseconds, Scheduler } from '../../../clock.ts'
import type { RandomStream } from '../../../random.ts'
import { IpProtocol, type Ipv4Packet, ParseError, parseIpv4 } from '../../../wire/index.ts'
import type { IpPacket } from '../ip-packet.ts'
import { TrackedConnection } from './connection.ts'
import { ConnectionTable } from './connection-table.ts'
import type { FirewallDescription, NatDescription } from './description.ts'
import { Nat } from './nat.ts'
import { type Action, decide } from './rules.ts'
import { type Direction, kindOfSegment, type TrackedTcpState } from './tcp-tracking.ts'
import { translate, translateError } from './translation.ts'
import { type Endpoint, isError, quotedTuple, reversed, type Tuple, tupleOf } from './tuple.ts'

/** Facts about a packet on its way through the box. */
export interface Passage {
  readonly state: 'new' | 'established' | 'related' | 'invalid' | 'untracked'
  readonly connection: TrackedConnection | null
  readonly direction: Direction
  /** From inside to inside, by the outside address. */
  readonly isHairpin: boolean
}

const OUTSIDERS: Omit<Passage, 'state'> = { connection: null, direction: 'original', isHairpin: false }
const INVALID: Passage = { ...OUTSIDERS, state: 'invalid' }
const UNTRACKED: Passage = { ...OUTSIDERS, state: 'untracked' }

type TrackedPacket = Pick<IpPacket, 'protocol' | 'source' | 'destination' | 'payload'>

export interface NetfilterOptions {
  readonly scheduler: Scheduler
  readonly random: RandomStream
  readonly nat: NatDescription | undefined
  readonly firewall: FirewallDescription | undefined
  /** Address of an interface. */
  readonly addressOf: (device: string) => IpAddress | null
  /** Told which tracked connections were added, changed or removed. */
  readonly onChange?: (connection: TrackedConnection) => void
}

/** A tracked connection: the tuples of both directions as packets arrive, and its TCP state. */
export interface ConnectionDetail {
  readonly original: Tuple
  readonly reply: Tuple
  readonly state: TrackedTcpState | null
  readonly hasReply: boolean
  readonly expiresAt: Nanoseconds
}

/** One translated connection. An ICMP query has its identifier for a port. */
export interface MappingRow {
  readonly protocol: number
  readonly inside: Endpoint
  readonly outside: Endpoint
  readonly remote: Endpoint
  readonly expiresAt: Nanoseconds
}

export class Netfilter {
  readonly #table: ConnectionTable
  readonly #nat: Nat | null
  readonly #firewall: FirewallDescription | null
  readonly #timeouts
  readonly #onChange: (connection: TrackedConnection) => void

  constructor({ scheduler, random, nat, firewall, addressOf, onChange = () => {} }: NetfilterOptions) {
    this.#table = new ConnectionTable(scheduler, { onChange })
    this.#onChange = onChange
    this.#nat = nat ? new Nat(nat, this.#table, random, () => addressOf(nat.outside)) : null
    this.#firewall = firewall ?? null
    this.#timeouts = nat?.timeouts ?? firewall?.timeouts ?? {}
  }

  /** Handles the arrival of a whole packet of either family. `arrivedIpv4` translates its receiver. */
  arrived(packet: TrackedPacket, iif: string): Passage {
    if (isError(packet)) return this.#aboutConnection(quotedTuple(packet))
    const tuple = tupleOf(packet)
    if (tuple === null) return INVALID
    const found = this.#table.find(tuple)
    if (found === null) return this.#begin(tuple, packet, iif)
    const { connection, direction } = found
    const wasAnswered = connection.hasReply
    const fit = connection.note(direction, packet.payload, this.#table.now)
    this.#onChange(connection)
    if (fit === 'invalid') return INVALID
    if (fit === 'again') {
      this.#table.remove(connection)
      return this.#begin(tuple, packet, iif)
    }
    // A refused connection need not be remembered.
    if (!wasAnswered && connection.state === 'CLOSE') this.#table.remove(connection)
    const state = direction === 'reply' || connection.hasReply ? 'established' : 'new'
    return { state, connection, direction, isHairpin: this.#isHairpin(connection, iif) }
  }

  /** The same, and returns the packet as its receiver gets it: `bytes`, or a copy with another destination. */
  arrivedIpv4(
    packet: Ipv4Packet,
    bytes: Uint8Array,
    iif: string,
  ): { passage: Passage; packet: Ipv4Packet; bytes: Uint8Array } {
    const passage = this.arrived(packet, iif)
    const { connection, direction } = passage
    if (connection === null || !isTranslated(connection, direction, 'destination')) return { passage, packet, bytes }
    const copy = bytes.slice()
    rewrite(copy, passage, 'destination', connection.receiver(direction))
    return { passage, packet: parseIpv4(copy) as Ipv4Packet, bytes: copy }
  }

  /** Whether a packet may go from one interface to another. */
  mayPass({ state, connection }: Passage, packet: TrackedPacket, iif: string, oif: string): Action {
    if (state === 'untracked') return 'pass'
    if (state === 'invalid') return 'drop'
    if (this.#nat !== null && iif === this.#nat.outside && state === 'new' && !connection?.isDestinationTranslated)
      return 'drop'
    if (this.#firewall === null || state !== 'new') return 'pass'
    return decide(this.#firewall.filter, tupleOf(packet)!, iif, oif)
  }

  /**
   * Whether the box itself takes a packet. A NAT ignores strangers' UDP and TCP on its outside, as routers for homes do:
   * a remembered one would occupy a port that an inside endpoint may need for the same sender.
   */
  mayReceive({ state }: Passage, { protocol }: TrackedPacket, iif: string): boolean {
    const hasPorts = protocol === IpProtocol.UDP || protocol === IpProtocol.TCP
    return !(hasPorts && state === 'new' && iif === this.#nat?.outside)
  }

  /** Handles a packet that leaves by `oif`; a NAT rewrites its source in place. Returns false if it must not leave. */
  leaving(passage: Passage, bytes: Uint8Array, oif: string): boolean {
    const { connection, direction, state, isHairpin } = passage
    if (connection === null) return true
    if (state === 'new' && !this.#table.has(connection)) {
      const hides = this.#nat !== null && (oif === this.#nat.outside || isHairpin)
      if (hides && !this.#nat!.translateSource(connection)) return false
      if (!this.remember(passage)) return false
    }
    if (isTranslated(connection, direction, 'source'))
      rewrite(bytes, passage, 'source', connection.visibleSender(direction))
    return true
  }

  /** Remembers the connection of a packet that got through. Returns false if another connection looks the same. */
  remember({ connection, state }: Passage): boolean {
    if (connection === null || state !== 'new' || this.#table.has(connection)) return true
    if (!this.#table.add(connection)) return false
    if (connection.isDestinationTranslated) this.#nat?.noteIncoming(connection)
    return true
  }

  /** Handles an IPv4 packet of the box itself. Returns false if it must not leave. */
  sending(bytes: Uint8Array, oif: string): boolean {
    const packet = parseIpv4(bytes)
    if (packet instanceof ParseError) return true
    return this.leaving(this.arrived(packet, ''), bytes, oif)
  }

  /** Null for a connection that is not tracked any more. */
  detail(connection: object): ConnectionDetail | null {
    return connection instanceof TrackedConnection && this.#table.has(connection) ? connection : null
  }

  /** Connections whose sender is translated, as they began. */
  mappings(): MappingRow[] {
    return this.#table
      .live()
      .filter(({ isSourceTranslated }) => isSourceTranslated)
      .map(({ original: { protocol, source, destination }, reply, expiresAt }) => ({
        protocol,
        inside: source,
        outside: reply.destination,
        remote: destination,
        expiresAt,
      }))
  }

  #begin(tuple: Tuple, packet: TrackedPacket, iif: string): Passage {
    if (!mayBegin(tuple, packet)) return INVALID
    const connection = new TrackedConnection(tuple, this.#timeouts, this.#table.now)
    const isFromOutside = iif === this.#nat?.outside
    const receiver = isFromOutside ? this.#nat!.receiverOf(tuple) : iif === '' ? null : this.#nat?.hairpinOf(tuple)
    if (receiver) connection.reply = { ...connection.reply, source: receiver }
    return { state: 'new', connection, direction: 'original', isHairpin: Boolean(receiver) && !isFromOutside }
  }

  /** Translates an ICMP error as an answer to the packet that it quotes. */
  #aboutConnection(quoted: Tuple | null): Passage {
    const found = quoted && this.#table.find(reversed(quoted))
    return found === null ? INVALID : { ...found, state: 'related', isHairpin: false }
  }

  #isHairpin({ isDestinationTranslated }: TrackedConnection, iif: string): boolean {
    return isDestinationTranslated && iif !== this.#nat?.outside
  }
}

export { UNTRACKED }

/** Whether a packet may begin a connection: not a segment from the middle of one (nf_conntrack_tcp_loose = 0), nor an answer without a query. */
function mayBegin({ protocol, source, destination }: Tuple, { payload }: TrackedPacket): boolean {
  if (protocol === IpProtocol.TCP) return kindOfSegment(payload[13] ?? 0) === 'syn'
  const isIcmp = protocol === IpProtocol.ICMP || protocol === IpProtocol.ICMPV6
  return !isIcmp || source.port !== 0 || destination.port === 0
}

/** Whether a side is translated. A reply's receiver is where the original's sender is, and the other way round. */
function isTranslated(connection: TrackedConnection, direction: Direction, side: 'source' | 'destination'): boolean {
  const isSource = (direction === 'original') === (side === 'source')
  return isSource ? connection.isSourceTranslated : connection.isDestinationTranslated
}

function rewrite(bytes: Uint8Array, { state }: Passage, side: 'source' | 'destination', to: Endpoint): void {
  if (state === 'related') translateError(bytes, side, to)
  else translate(bytes, side, to)
}
