/** Connection tracking, NAT and the firewall of a router, under the names of Linux's netfilter. IPv4 is translated; both families are filtered. */
export type {
  FilterRule,
  FirewallDescription,
  IdleTimeouts,
  NatBehavior,
  NatDescription,
  PortChoice,
  PortForward,
} from './description.ts'
export { type MappingRow, Netfilter, type Passage, UNTRACKED } from './netfilter.ts'
export { upperLayerOf } from './tuple.ts'
export { isLetThrough } from './verdict.ts'
