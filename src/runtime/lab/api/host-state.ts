import type { Endpoint, Time } from './values.ts'

export interface SocketRow {
  proto: 'tcp' | 'udp' | 'raw' | 'unix'
  state: TcpState | 'UNCONN'
  local: Endpoint
  remote?: Endpoint
  recvQ: number
  sendQ: number
  pid?: number
}

export interface RouteRow {
  table: string
  to: string
  via?: string
  dev: string
  src?: string
  metric: number
}

export interface NeighbourRow {
  ip: string
  mac?: string
  dev: string
  state: 'REACHABLE' | 'STALE' | 'INCOMPLETE' | 'FAILED' | 'PERMANENT'
}

export interface InterfaceRow {
  name: string
  mac: string
  mtu: number
  up: boolean
  addresses: string[]
  rx: number
  tx: number
}

export interface GroupRow {
  group: string
  iface: string
  sources?: string[]
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
}

export type TcpState =
  | 'LISTEN'
  | 'SYN_SENT'
  | 'SYN_RECEIVED'
  | 'ESTABLISHED'
  | 'FIN_WAIT_1'
  | 'FIN_WAIT_2'
  | 'CLOSE_WAIT'
  | 'CLOSING'
  | 'LAST_ACK'
  | 'TIME_WAIT'
  | 'CLOSED'
