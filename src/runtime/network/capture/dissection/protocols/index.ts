/** List of protocols: a new one has its own file and an entry here. */
import { DATA, MALFORMED } from '../dissecting.ts'
import { ProtocolTable } from '../protocol-table.ts'
import { ARP } from './arp.ts'
import { DNS } from './dns.ts'
import { ETHERNET } from './ethernet.ts'
import { GRPC } from './grpc.ts'
import { HTTP } from './http.ts'
import { HTTP2 } from './http2.ts'
import { ICMP } from './icmp.ts'
import { ICMPV6 } from './icmpv6.ts'
import { IGMP } from './igmp.ts'
import { IPV4 } from './ipv4.ts'
import { IPV6, IPV6_EXTENSIONS } from './ipv6.ts'
import { PROTOBUF } from './protobuf.ts'
import { STUN } from './stun.ts'
import { TCP } from './tcp.ts'
import { UDP } from './udp.ts'
import { WEBSOCKET } from './websocket.ts'

/** First protocol of every frame. */
export { ETHERNET }

export const PROTOCOLS = new ProtocolTable([
  ...[ETHERNET, ARP, IPV4, ICMP, IGMP, IPV6, ...IPV6_EXTENSIONS, ICMPV6],
  ...[UDP, TCP],
  ...[DNS, STUN, HTTP, HTTP2, GRPC, PROTOBUF, WEBSOCKET],
  ...[DATA, MALFORMED],
])
