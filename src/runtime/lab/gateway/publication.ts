export type Protocol = 'tcp' | 'udp'

/** A port of a simulated host to open for clients of this machine. */
export interface Publication {
  /** The requested text, for messages. */
  readonly text: string
  readonly host: string
  readonly port: number
  /** Address of this machine to listen at; null: its two loopback addresses, 127.0.0.1 and ::1. */
  readonly address: string | null
  /** Port of this machine; 0: any free one. */
  readonly realPort: number
  readonly protocols: readonly Protocol[]
}

/** A port of this machine that now accepts clients. */
export interface Entrance {
  readonly protocol: Protocol
  readonly address: string
  readonly port: number
  readonly publication: Publication
}

/** Why a port of this machine is not available. */
export interface PublicationProblem {
  readonly publication: Publication
  readonly protocol: Protocol
  readonly address: string
  readonly port: number
  /** The system's error code: EADDRINUSE, EACCES, EADDRNOTAVAIL … */
  readonly code: string
}
