/** What the state machine of membership needs of IGMP or MLD. */
import type { IpAddress } from '../../../address/index.ts'
import type { RandomStream } from '../../../random.ts'
import type { GroupRecord } from '../../../wire/index.ts'
import type { NetworkInterface } from '../network-interface.ts'

export interface ReportProtocol {
  /** 3 of IGMP, 2 of MLD. */
  readonly newestVersion: number
  /** For the delays of answers and repetitions. */
  readonly random: RandomStream
  /** Whether membership in the group is told to routers: that in the group of all nodes is not. */
  isReported(group: IpAddress): boolean
  /** Groups that the interface is in without any socket's asking. */
  standingGroups(device: NetworkInterface): readonly IpAddress[]
  /** Sends a report of the newest version, in several messages if they are too many for one. */
  sendReport(device: NetworkInterface, records: readonly GroupRecord[]): void
  /** Sends a report of an older version. */
  sendOldReport(device: NetworkInterface, group: IpAddress, version: number): void
  /** Sends a leave (IGMPv2) or done (MLDv1). */
  sendLeave(device: NetworkInterface, group: IpAddress): void
}
