import { addressFamily, addressKind, type IpAddress } from '../../address/index.ts'
import { ANY_FLOW, type FlowSelector, type NetworkInterface } from '../ip/index.ts'

/** Returns the flow of an answer: to a link-local address it leaves by the interface where the packet came in. */
export function linkFlow(peer: IpAddress, device: NetworkInterface): FlowSelector {
  return addressFamily(peer) === 6 && addressKind(peer) === 'link-local' && !device.isLoopback
    ? { ...ANY_FLOW, device }
    : ANY_FLOW
}
