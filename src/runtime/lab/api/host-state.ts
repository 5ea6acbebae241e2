import type { TcpState } from '#network'
import type { Endpoint, Time } from './values.ts'

export interface SocketRow {
  proto: 'tcp' | 'udp' | 'raw' | 'packet' | 'unix'
  state: TcpState | 'UNCONN'
  local: Endpoint
  remote?: Endpoint
  recvQ: number
  sendQ: number
  pid?: number
}

/** The tables of a host as its stack shows them: plain data already. */
export type { InterfaceRow, NeighborRow, RouteRow } from '#network'

export interface GroupRow {
  group: string
  iface: string
  /** Sources accepted (`include`) or rejected (`exclude`); without a list all are accepted. */
  mode?: 'include' | 'exclude'
  sources?: string[]
  /** For a switch or router that keeps groups for others. */
  expiresMs?: number
}

export interface MappingRow {
  proto: 'tcp' | 'udp' | 'icmp'
  inside: Endpoint
  outside: Endpoint
  remote?: Endpoint
  expiresMs: number
}

export interface LeakExpectation {
  listeners?: number[]
  sockets?: number
  timers?: number
}

export interface Leak {
  kind: 'socket' | 'listener' | 'timer' | 'file' | 'unhandled' | 'memory'
  process: string
  what: string
  since: Time
  /** Count, if the entry represents more than one. */
  count?: number
}

export type { TcpState }
