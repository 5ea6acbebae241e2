/** IGMP of a host: routers' queries and its reports (RFC 3376, with RFC 2236 and RFC 1112 beside an older router). */
import type { IpAddress } from '../../../address/index.ts'
import { MILLISECOND, SECOND } from '../../../clock.ts'
import { RandomStream } from '../../../random.ts'
import {
  ETHERNET_HEADER_LENGTH,
  emitIgmp,
  type GroupRecord,
  type IgmpMessage,
  type IgmpQuery,
  IPV4_HEADER_LENGTH,
  IpProtocol,
  igmpChecksumOk,
  newFrame,
  ParseError,
  parseIgmp,
  writeIpv4Header,
} from '../../../wire/index.ts'
import type { IpPacket, TransportProtocol } from '../ip-packet.ts'
import type { NetworkInterface } from '../network-interface.ts'
import type { Query } from './querier.ts'
import { packets } from './record-packets.ts'
import type { ReportProtocol } from './report-protocol.ts'
import type { ReportingServices } from './reporting-services.ts'

const ALL_SYSTEMS = '224.0.0.1'
const ALL_ROUTERS = '224.0.0.2'
/** Destination of version 3 reports (RFC 3376 4.2.14). */
const IGMPV3_ROUTERS = '224.0.0.22'
/** IP option that makes every router on the way examine the packet (RFC 2113). */
const ROUTER_ALERT = Uint8Array.of(0x94, 4, 0, 0)
const INTERNETWORK_CONTROL = 48
const V1_RESPONSE_TIME = 10 * SECOND

export class Igmp implements ReportProtocol, TransportProtocol {
  readonly newestVersion = 3
  readonly random: RandomStream
  readonly #ip: ReportingServices

  constructor(ip: ReportingServices) {
    this.#ip = ip
    this.random = new RandomStream(ip.options.seed, `${ip.options.name} igmp`)
  }

  isReported(group: IpAddress): boolean {
    return group !== ALL_SYSTEMS
  }

  standingGroups(): readonly IpAddress[] {
    return []
  }

  receive(packet: IpPacket, device: NetworkInterface): void {
    const message = parseIgmp(packet.payload)
    if (message instanceof ParseError || !igmpChecksumOk(packet.payload)) return
    const reporter = this.#ip.multicast.reporter(device, 4)
    if (message.kind === 'query') reporter.hear(queryOf(message))
    else if (message.kind === 'report' && message.version !== 3) reporter.hearReport(message.group)
  }

  /** Does nothing: no error answers a multicast packet. */
  receiveError(): void {}

  sendReport(device: NetworkInterface, records: readonly GroupRecord[]): void {
    const room = device.mtu - IPV4_HEADER_LENGTH - ROUTER_ALERT.length
    for (const some of packets(records, { room, header: 8, record: 8, source: 4 }))
      this.#send(device, IGMPV3_ROUTERS, { kind: 'report', version: 3, records: some })
  }

  sendOldReport(device: NetworkInterface, group: IpAddress, version: number): void {
    this.#send(device, group, { kind: 'report', version: version === 1 ? 1 : 2, group })
  }

  sendLeave(device: NetworkInterface, group: IpAddress): void {
    this.#send(device, ALL_ROUTERS, { kind: 'leave', group })
  }

  /** Sends a message as Linux does: TTL 1, internetwork control, not to be fragmented. */
  #send(device: NetworkInterface, destination: IpAddress, message: IgmpMessage): void {
    const payload = emitIgmp(message)
    const source = device.ipv4Address ?? '0.0.0.0'
    const frame = newFrame(ETHERNET_HEADER_LENGTH + IPV4_HEADER_LENGTH + ROUTER_ALERT.length + payload.length)
    const header = {
      dscp: INTERNETWORK_CONTROL,
      ecn: 0,
      identification: 0,
      reservedFlag: false,
      dontFragment: true,
      moreFragments: false,
      fragmentOffset: 0,
      ttl: 1,
      protocol: IpProtocol.IGMP,
      source,
      destination,
      options: ROUTER_ALERT,
    }
    frame.set(payload, writeIpv4Header(frame, ETHERNET_HEADER_LENGTH, header, payload.length))
    this.#ip.counters.count('IpOutRequests')
    this.#ip.transmit({ device, source, nextHop: destination, mtu: device.mtu, broadcast: true }, source, frame)
  }
}

function queryOf({ version, maximumResponseTime, group, sources, robustness, queryInterval }: IgmpQuery): Query {
  return {
    version,
    sources,
    robustness,
    queryInterval: queryInterval * SECOND,
    group: group === '0.0.0.0' ? null : group,
    maximumResponseTime: version === 1 ? V1_RESPONSE_TIME : maximumResponseTime * 100 * MILLISECOND,
  }
}
