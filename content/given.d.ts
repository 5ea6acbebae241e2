/** Files that an exercise gives to the learner lie in its `starter`, and beside solution and tests only when they run. */
declare module '*/records.ts' {
  export const RECORDS: number
  export function makeRecords(): AsyncGenerator<Buffer>
}

declare module '*/zone.ts' {
  export type ZoneRecord = { name: string; ttl: number } & (
    | { type: 'A' | 'AAAA'; address: string }
    | { type: 'NS' | 'CNAME'; target: string }
    | { type: 'MX'; preference: number; target: string }
    | { type: 'TXT'; text: string }
    | { type: 'SOA'; primary: string; mailbox: string; numbers: [number, number, number, number, number] }
  )
  export const ORIGIN: string
  export const ZONE: ZoneRecord[]
}

declare module '*/wire.ts' {
  export const TYPES: Readonly<Record<'A' | 'NS' | 'CNAME' | 'SOA' | 'MX' | 'TXT' | 'AAAA' | 'OPT' | 'ANY', number>>
  export function readName(message: Buffer, offset: number): { labels: string[]; next: number }
  export function encodeRecord(record: { name: string; ttl: number }, owner?: readonly string[]): Buffer
  export function u16(value: number): Buffer
}

declare module '*/messages.ts' {
  export interface Query {
    id: number
    name: string
    type: number
    recursionDesired: boolean
    question: Buffer
    udpSize: number | null
  }
  export interface Reply {
    id: number
    name: string
    isTruncated: boolean
    texts: string[]
  }
  export function readQuery(message: Buffer): Query | null
  export function recordsFor(query: Query): Buffer[]
  export function writeReply(query: Query, records: readonly Buffer[], isCut: boolean): Buffer
  export function writeQuery(id: number, name: string): Buffer
  export function readReply(message: Buffer): Reply | null
  export function u16(value: number): Buffer
}

/** A command of a server that loads each when somebody asks for it. */
declare module '*/echo.ts' {
  export default function echo(words: string[]): string
}

declare module '*/sum.ts' {
  export default function sum(words: string[]): string
}

declare module '*/upstream.ts' {
  export interface Row {
    name: string
    type: number
    ttl: number
    data: string
  }
  export interface Reply {
    rcode: number
    answers: Row[]
    soa: { ttl: number; minimum: number } | null
  }
  export function ask(name: string, type: number): Promise<Reply>
}

declare module '*/wire-format.ts' {
  export const TYPES: Readonly<Record<'A' | 'NS' | 'CNAME' | 'SOA' | 'PTR' | 'MX' | 'OPT', number>>
  export const NOERROR: number
  export const NXDOMAIN: number
  export interface Row {
    name: string
    type: number
    ttl: number
    data: Buffer
    target?: string
    address?: string
  }
  export interface Reply {
    rcode: number
    answers: Row[]
    authorities: Row[]
  }
  export interface Message extends Reply {
    id: number
    isReply: boolean
    isAuthoritative: boolean
    isCut: boolean
    name: string
    type: number
    additionals: Row[]
  }
  export function encodeQuery(id: number, name: string, type: number): Buffer
  export function readMessage(bytes: Buffer): Message
  export function exchangeOverTcp(server: string, message: Buffer, timeoutMs: number): Promise<Buffer>
}

declare module '*/codec.ts' {
  export const TYPES: Readonly<Record<'A' | 'NS' | 'SOA' | 'TXT' | 'AAAA' | 'OPT', number>>
  export type Type = 'A' | 'NS' | 'SOA' | 'TXT' | 'AAAA'
  export const NOERROR: number
  export const NXDOMAIN: number
  export const BADVERS: number
  export interface Row {
    name: string
    type: string
    ttl: number
    data: string
  }
  export interface Message {
    id: number
    isReply: boolean
    isAuthoritative: boolean
    isTruncated: boolean
    rcode: number
    name: string
    type: string
    answers: Row[]
    authorities: Row[]
    additionals: Row[]
    edns: number | null
  }
  export function encodeQuery(
    id: number,
    name: string,
    type: Type,
    options?: { edns?: number; isReply?: boolean },
  ): Buffer
  export function decodeMessage(bytes: Buffer): Message
  export function encodeName(name: string): Buffer
  export function readName(bytes: Buffer, offset: number): { name: string; next: number }
  export function u16(value: number): Buffer
}

declare module '*/lab-zone.ts' {
  export const ZONE: { name: string; type: string; ttl: number; data: string }[]
}
