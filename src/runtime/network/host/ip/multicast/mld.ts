/** MLD of a host (RFC 3810, with RFC 2710 beside an older router): IGMP's counterpart for IPv6, carried in ICMPv6. */
import { addressKind, type IpAddress, ipv6Bytes, solicitedNodeGroup } from '../../../address/index.ts'
import { MILLISECOND, SECOND } from '../../../clock.ts'
import { RandomStream } from '../../../random.ts'
import {
  decodeTime16,
  emitMld,
  type GroupRecord,
  ICMP_HEADER_LENGTH,
  type IcmpMessage,
  IPV6_HEADER_LENGTH,
  IpProtocol,
  type MldMessage,
  ParseError,
  parseMld,
  writeIcmpv6,
} from '../../../wire/index.ts'
import type { IpPacket } from '../ip-packet.ts'
import type { NetworkInterface } from '../network-interface.ts'
import type { Query } from './querier.ts'
import { packets } from './record-packets.ts'
import type { ReportProtocol } from './report-protocol.ts'
import type { ReportingServices } from './reporting-services.ts'

const ALL_NODES = 'ff02::1'
const ALL_ROUTERS = 'ff02::2'
/** Destination of version 2 reports (RFC 3810 5.2.14). */
const MLDV2_ROUTERS = 'ff02::16'
/** Hop-by-hop options header: next header ICMPv6, a router alert with the value for MLD (RFC 2711 2.1), and padding. */
const ROUTER_ALERT = Uint8Array.of(IpProtocol.ICMPV6, 0, 5, 2, 0, 0, 1, 0)
const LINK_LOCAL_SCOPE = 2

export class Mld implements ReportProtocol {
  readonly newestVersion = 2
  readonly random: RandomStream
  readonly #ip: ReportingServices

  constructor(ip: ReportingServices) {
    this.#ip = ip
    this.random = new RandomStream(ip.options.seed, `${ip.options.name} mld`)
  }

  /** Returns whether a group is reported: not all nodes, nor groups of interface-local scope (RFC 3810 6). */
  isReported(group: IpAddress): boolean {
    return group !== ALL_NODES && (ipv6Bytes(group)[1]! & 15) >= LINK_LOCAL_SCOPE
  }

  /**
   * Returns the solicited-node groups of the interface's addresses. They are reported when a router asks; their unsolicited
   * reports belong to the time before the simulation starts, as duplicate detection does.
   */
  standingGroups(device: NetworkInterface): readonly IpAddress[] {
    return [...new Set(device.ipv6Addresses.map(({ address }) => solicitedNodeGroup(address)))]
  }

  /** Handles a message, if it comes from a neighbor: others are not for hosts, or forged (RFC 3810 6.2). */
  receive(packet: IpPacket, message: IcmpMessage, device: NetworkInterface): void {
    const mld = parseMld(message)
    if (mld instanceof ParseError || packet.ttl !== 1 || addressKind(packet.source) !== 'link-local') return
    const reporter = this.#ip.multicast.reporter(device, 6)
    if (mld.kind === 'query') reporter.hear(queryOf(mld))
    else if (mld.kind === 'report' && mld.version === 1) reporter.hearReport(mld.group)
  }

  sendReport(device: NetworkInterface, records: readonly GroupRecord[]): void {
    const room = device.mtu - IPV6_HEADER_LENGTH - ROUTER_ALERT.length
    for (const some of packets(records, { room, header: 8, record: 20, source: 16 }))
      this.#send(device, MLDV2_ROUTERS, { kind: 'report', version: 2, records: some })
  }

  sendOldReport(device: NetworkInterface, group: IpAddress): void {
    this.#send(device, group, { kind: 'report', version: 1, maximumResponseDelay: 0, group })
  }

  sendLeave(device: NetworkInterface, group: IpAddress): void {
    this.#send(device, ALL_ROUTERS, { kind: 'done', version: 1, maximumResponseDelay: 0, group })
  }

  #send(device: NetworkInterface, destination: IpAddress, mld: MldMessage<GroupRecord>): void {
    const source = device.ipv6Addresses.find(({ address }) => addressKind(address) === 'link-local')?.address
    if (source === undefined) return
    const message = emitMld(mld)
    const header = {
      source,
      destination,
      protocol: IpProtocol.HOP_BY_HOP,
      timeToLive: 1,
      typeOfService: 0,
      dontFragment: 'always' as const,
    }
    const path = { device, source, nextHop: destination, mtu: device.mtu, broadcast: false }
    const length = ROUTER_ALERT.length + ICMP_HEADER_LENGTH + message.payload.length
    this.#ip.counters.count('Icmp6OutMsgs')
    this.#ip.ipv6.send(path, header, length, (target, at) => {
      target.set(ROUTER_ALERT, at)
      writeIcmpv6(target, at + ROUTER_ALERT.length, message, source, destination)
    })
  }
}

function queryOf(query: Extract<MldMessage, { kind: 'query' | 'done' | 'report'; group: IpAddress }>): Query {
  const group = query.group === '::' ? null : query.group
  if (query.version === 1) {
    const maximumResponseTime = query.maximumResponseDelay * MILLISECOND
    return { version: 1, group, sources: [], robustness: 0, queryInterval: 0, maximumResponseTime }
  }
  const { sources, robustness, queryInterval, maximumResponseCode } = query
  return {
    version: 2,
    group,
    sources,
    robustness,
    queryInterval: queryInterval * SECOND,
    maximumResponseTime: decodeTime16(maximumResponseCode) * MILLISECOND,
  }
}
