/** What only IPv4 does: its header, ARP, ICMP, fragments. */
export { Ipv4 } from './ipv4.ts'
