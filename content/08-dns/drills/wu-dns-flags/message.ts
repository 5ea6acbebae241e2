/** The header of a DNS message and what lies in its sections: RFC 1035, 4.1.1; the kinds of answers by RFC 2308. */
import type { Draw } from 'ackademy/drill'

export interface Header {
  response: boolean
  opcode: number
  authoritative: boolean
  truncated: boolean
  recursionDesired: boolean
  recursionAvailable: boolean
  code: number
}

export const OPCODES: Readonly<Record<number, string>> = { 0: 'QUERY', 2: 'STATUS', 4: 'NOTIFY', 5: 'UPDATE' }
export const CODES: Readonly<Record<number, string>> = {
  ...{ 0: 'NOERROR', 1: 'FORMERR', 2: 'SERVFAIL', 3: 'NXDOMAIN', 4: 'NOTIMP', 5: 'REFUSED' },
}

/** The second word of a message. */
export function flagsWord(header: Header): number {
  const bit = (value: boolean, mask: number) => (value ? mask : 0)
  return (
    bit(header.response, 0x8000) |
    (header.opcode << 11) |
    bit(header.authoritative, 0x0400) |
    bit(header.truncated, 0x0200) |
    bit(header.recursionDesired, 0x0100) |
    bit(header.recursionAvailable, 0x0080) |
    header.code
  )
}

export const hexWord = (word: number): string => `0x${word.toString(16).padStart(4, '0')}`

/** A header as it may really come: a query has no verdict, a server with authority does not recurse. */
export function drawHeader(draw: Draw): Header {
  const response = draw.chance(3, 4)
  const authoritative = response && draw.chance(1, 2)
  return {
    response,
    opcode: draw.oneOf([0, 0, 0, 2, 4, 5]),
    authoritative,
    truncated: response && draw.chance(1, 4),
    recursionDesired: draw.chance(1, 2),
    recursionAvailable: response && !authoritative && draw.chance(2, 3),
    code: response ? draw.oneOf([0, 0, 1, 2, 3, 3, 4, 5]) : 0,
  }
}

/** `a response, AA, RD, RCODE NXDOMAIN` */
export function describeHeader(header: Header): string {
  const bits = [
    ...(header.authoritative ? ['AA'] : []),
    ...(header.truncated ? ['TC'] : []),
    ...(header.recursionDesired ? ['RD'] : []),
    ...(header.recursionAvailable ? ['RA'] : []),
  ]
  const opcode = `opcode ${OPCODES[header.opcode]} (${header.opcode})`
  const code = header.response ? [`RCODE ${CODES[header.code]} (${header.code})`] : []
  return [header.response ? 'a response' : 'a query', opcode, ...bits, ...code].join(', ')
}

/** What is in the three sections of a response, by type. */
export interface Sections {
  answer: readonly string[]
  authority: readonly string[]
}

export type Kind = 'answer' | 'nodata' | 'nxdomain' | 'referral' | 'truncated' | 'refused'

export const KINDS: Readonly<Record<Kind, string>> = {
  answer: 'An answer: the record that was asked for.',
  nodata: 'NODATA: the name exists, this type does not.',
  nxdomain: 'NXDOMAIN: the name does not exist, whatever the type.',
  referral: 'A referral: other servers know.',
  truncated: 'Cut off: ask again over TCP.',
  refused: 'REFUSED: this server does not answer that question.',
}

/** A response of a kind, to a question for an A record. */
export function drawResponse(draw: Draw): { kind: Kind; header: Header; sections: Sections } {
  const kind = draw.oneOf([
    'answer',
    'nodata',
    'nodata',
    'nxdomain',
    'nxdomain',
    'referral',
    'truncated',
    'refused',
  ] as const)
  const own = kind !== 'referral' && kind !== 'refused' && draw.chance(1, 2)
  const header: Header = {
    ...{ response: true, opcode: 0, authoritative: own, truncated: kind === 'truncated' },
    recursionDesired: draw.chance(1, 2),
    recursionAvailable: !own && kind !== 'referral' && draw.chance(2, 3),
    code: kind === 'nxdomain' ? 3 : kind === 'refused' ? 5 : 0,
  }
  return { kind, header, sections: SECTIONS[kind] }
}

const SECTIONS: Readonly<Record<Kind, Sections>> = {
  answer: { answer: ['A'], authority: [] },
  nodata: { answer: [], authority: ['SOA'] },
  nxdomain: { answer: [], authority: ['SOA'] },
  referral: { answer: [], authority: ['NS', 'NS'] },
  truncated: { answer: [], authority: [] },
  refused: { answer: [], authority: [] },
}
