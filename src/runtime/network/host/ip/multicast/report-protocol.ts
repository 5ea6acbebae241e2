/** Operations of IGMP or MLD that the membership state machine needs. */
import type { IpAddress } from '../../../address/index.ts'
import type { RandomStream } from '../../../random.ts'
import type { GroupRecord } from '../../../wire/index.ts'
import type { NetworkInterface } from '../network-interface.ts'

export interface ReportProtocol {
  /** 3 of IGMP, 2 of MLD. */
  readonly newestVersion: number
  /** For the delays of answers and repetitions. */
  readonly random: RandomStream
  /** Returns whether membership in the group is reported to routers: that in the all-nodes group is not. */
  isReported(group: IpAddress): boolean
  /** Returns the groups that the interface is in although no socket joined them. */
  standingGroups(device: NetworkInterface): readonly IpAddress[]
  /** Sends a report of the newest version, in several messages if the records don't fit into one. */
  sendReport(device: NetworkInterface, records: readonly GroupRecord[]): void
  /** Sends a report of an older version. */
  sendOldReport(device: NetworkInterface, group: IpAddress, version: number): void
  /** Sends a leave (IGMPv2) or done (MLDv1). */
  sendLeave(device: NetworkInterface, group: IpAddress): void
}
