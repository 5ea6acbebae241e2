/**
 * TLS 1.3 (RFC 8446) as a pure state machine: no I/O, no clock, no randomness but what it is given. Every malformed byte becomes a `TlsFault` with
 * an alert.
 */
export { Client, type ClientOptions } from './client.ts'
export type { Connection, Identity, Services, TlsEvent } from './connection.ts'
export { Alert, TlsFault } from './faults.ts'
export { GROUPS, type Group } from './groups.ts'
export { Server, type ServerOptions } from './server.ts'
export { encodeSession, readSession, type Session } from './session.ts'
export { SCHEMES, type Scheme, schemeById } from './signature-schemes.ts'
export { SUITES, type Suite } from './suites.ts'
