/** Rows of a host's tables as `ss`, `ip route`, `ip neighbor` and `ip link` show them: plain data, in a fixed order. */
import type { Endpoint, TcpState } from './socket.ts'

export interface SocketRow {
  /** For a packet socket, the local address is its interface, `*` for all, and the port its EtherType. */
  proto: 'tcp' | 'udp' | 'raw' | 'packet'
  state: TcpState | 'UNCONN' | 'ESTABLISHED'
  local: Endpoint
  remote?: Endpoint
  recvQ: number
  sendQ: number
  /** `Socket.inode`; 0 when no program holds it any more (TIME_WAIT, orphans, connections not yet accepted). */
  inode: number
}

export interface RouteRow {
  table: string
  /** `default` or a prefix. */
  to: string
  via?: string
  /** The interface, the first hop's if there are several; if packets are refused, how: `unreachable`, `blackhole`, `prohibit` or `throw`. */
  dev: string
  src?: string
  metric: number
  /** Hops to choose from by flow, when there is more than one. */
  nexthops?: NextHopRow[]
}

/** What `ip route get` shows. */
export interface Way {
  dev: string
  /** Source address of packets that have none yet. */
  src: string
  /** Neighbor that gets the packets. */
  nextHop: string
  /** Of the link, or less if routers reported so. */
  mtu: number
  /** Seconds for which a smaller MTU that a router reported is still believed. */
  expires?: number
  /** To everybody on the link. */
  isBroadcast: boolean
  isGroup: boolean
}

export interface NextHopRow {
  via?: string
  dev: string
  weight: number
}

/** A row of `ip rule`. */
export interface RuleRow {
  priority: number
  family: 4 | 6
  /** `all` or a prefix. */
  from: string
  to?: string
  iif?: string
  oif?: string
  /** Table to look up; without one the packet is refused as `action` says. */
  table?: string
  action?: string
}

/** Linux's NUD states; RFC 4861 §7.3.2 has those between INCOMPLETE and PROBE. */
export type NeighborState = 'INCOMPLETE' | 'REACHABLE' | 'STALE' | 'DELAY' | 'PROBE' | 'FAILED' | 'PERMANENT'

export interface NeighborRow {
  ip: string
  mac?: string
  dev: string
  state: NeighborState
}

export interface InterfaceRow {
  name: string
  mac: string
  mtu: number
  up: boolean
  /** `10.0.0.1/24`. */
  addresses: string[]
  /** Packets received and sent. */
  rx: number
  tx: number
}

/** Group that sockets of the host have joined. */
export interface GroupRow {
  group: string
  iface: string
  /** Meaning of the list of sources; without one, every source is accepted. */
  mode?: 'include' | 'exclude'
  sources?: string[]
}
