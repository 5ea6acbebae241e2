import type { Family } from '../../../address/index.ts'
import type { IpServices } from '../ip-services.ts'
import type { NetworkInterface } from '../network-interface.ts'
import type { Reporter } from './reporter.ts'

/** The host's IP as IGMP and MLD see it. */
export interface ReportingServices extends IpServices {
  readonly multicast: IpServices['multicast'] & { reporter(device: NetworkInterface, family: Family): Reporter }
}
