import { params } from './params.ts'

/** A row of the zone. Data: an address, a name, texts, or numbers before a name. */
export type ZoneRecord = { name: string; ttl: number } & (
  | { type: 'A' | 'AAAA'; address: string }
  | { type: 'NS' | 'CNAME'; target: string }
  | { type: 'MX'; preference: number; target: string }
  | { type: 'TXT'; text: string }
  | { type: 'SOA'; primary: string; mailbox: string; numbers: [number, number, number, number, number] }
)

export const ORIGIN = 'lab.test'

const { ttl, negativeTtl, address } = params

export const ZONE: ZoneRecord[] = [
  // serial, refresh, retry, expire, minimum
  { name: 'lab.test', ttl, type: 'SOA', primary: 'ns1.lab.test', mailbox: 'admin.lab.test', numbers: [2026010100, 7200, 900, 1209600, negativeTtl] },
  { name: 'lab.test', ttl, type: 'NS', target: 'ns1.lab.test' },
  { name: 'lab.test', ttl, type: 'MX', preference: 10, target: 'mail.lab.test' },
  { name: 'ns1.lab.test', ttl, type: 'A', address: '10.0.9.2' },
  { name: 'web.lab.test', ttl, type: 'A', address },
  { name: 'web.lab.test', ttl, type: 'TXT', text: 'the front door' },
  { name: 'mail.lab.test', ttl, type: 'A', address: '192.0.2.25' },
  { name: 'mail.lab.test', ttl, type: 'AAAA', address: '2001:db8::25' },
  { name: 'fresh.lab.test', ttl: 0, type: 'A', address: '192.0.2.99' },
  { name: 'www.lab.test', ttl, type: 'CNAME', target: 'front.lab.test' },
  { name: 'front.lab.test', ttl, type: 'CNAME', target: 'web.lab.test' },
  { name: 'out.lab.test', ttl, type: 'CNAME', target: 'host.example.test' },
  { name: 'loop1.lab.test', ttl, type: 'CNAME', target: 'loop2.lab.test' },
  { name: 'loop2.lab.test', ttl, type: 'CNAME', target: 'loop1.lab.test' },
  { name: 'a.deep.lab.test', ttl, type: 'A', address: '192.0.2.30' },
  { name: '*.wild.lab.test', ttl, type: 'A', address: '192.0.2.200' },
  { name: 'tame.wild.lab.test', ttl, type: 'TXT', text: 'not wild' },
]
