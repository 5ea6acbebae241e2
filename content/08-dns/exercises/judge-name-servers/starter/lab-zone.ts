import type { Row } from './codec.ts'
import { params } from './params.ts'

/** Given: the zone that all five servers have. */
export const ZONE: Row[] = [
  // The last number is the SOA's minimum.
  row('lab.test', 'SOA', `ns1.lab.test admin.lab.test 2026010100 7200 900 1209600 ${params.negativeTtl}`),
  row('lab.test', 'NS', 'ns1.lab.test'),
  row('ns1.lab.test', 'A', '10.0.9.2'),
  row('web.lab.test', 'A', '192.0.2.10'),
  row('web.lab.test', 'A', '192.0.2.11'),
  row('web.lab.test', 'TXT', 'the front door'),
  row('a.deep.lab.test', 'A', '192.0.2.30'),
  row('*.wild.lab.test', 'A', '192.0.2.200'),
  row('tame.wild.lab.test', 'TXT', 'not wild'),
  // Twelve records: 559 bytes with pointers, too many for a reply without EDNS.
  ...Array.from({ length: 12 }, (_, n) => row('many.lab.test', 'TXT', `mail provider ${String(n + 1).padStart(2, '0')} is allowed too`)),
]

function row(name: string, type: string, data: string): Row {
  return { name, type, ttl: 3600, data }
}
