import type { Endpoint } from './values.ts'

export interface DigOptions {
  port?: number
  tcp?: boolean
  rd?: boolean
  cd?: boolean
  id?: number
  edns?: false | { version?: number; size?: number; do?: boolean }
  from?: Endpoint
}

export interface DnsMessage {
  id: number
  qr: boolean
  aa: boolean
  tc: boolean
  rd: boolean
  ra: boolean
  rcode: Rcode
  bytes: Uint8Array
  question: { name: string; type: string }[]
  answer: DnsRecord[]
  authority: DnsRecord[]
  additional: DnsRecord[]
  edns?: { version: number; size: number; extendedRcode: number }
}

export type Rcode = 'NOERROR' | 'FORMERR' | 'SERVFAIL' | 'NXDOMAIN' | 'NOTIMP' | 'REFUSED' | 'BADVERS' | number

/** `data` in presentation form: `192.0.2.1`, `10 mail.lab.test.`. */
export interface DnsRecord {
  name: string
  type: string
  ttl: number
  data: string
}
