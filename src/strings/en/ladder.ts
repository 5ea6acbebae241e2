import { durationText } from '../times.ts'
import { plural } from './plural.ts'

export const ladder = {
  nothingFor: (ns: number) => `nothing for ${durationText(ns)}`,
  number: '#',
  sent: 'sent, ms',
  arrived: 'arrived, ms',
  fromTo: 'from → to',
  kind: 'kind',
  says: 'info',
  fate: 'fate',
  line: 'line',
  againOf: (n: number) => `retransmission of ${n}`,
  copyOf: (n: number) => `duplicate of ${n}, made by the link`,
  changed: 'changed in transit',
  delayedBy: (ns: number) => `delayed by ${durationText(ns)}`,
  heldUntil: (ns: number | null) => (ns === null ? 'held' : `held until ${durationText(ns)}`),
  legend: {
    opens: 'SYN: opens',
    ends: 'FIN: ends one side',
    resets: 'RST: aborts',
    lost: 'lost',
    again: 'retransmission',
    held: 'held',
    delayed: 'delayed',
    changed: 'changed in transit',
    copy: 'duplicate',
  },
  caption: 'Packets in the order they were sent',
  label: (packets: number) => `Ladder of ${plural(packets, 'packet')}. The packet list next to it has the same data.`,
}

export const protocols = {
  unreadable: 'unreadable',
  bytes: (n: number) => plural(n, 'byte'),
  etherType: (type: number) => `type 0x${type.toString(16).padStart(4, '0')}`,
  ipProtocol: (protocol: number) => `protocol ${protocol}`,
  fragment: (offset: number) => `fragment from byte ${offset}`,
  ports: (from: number, to: number) => `port ${from} → ${to}`,
  arpAsks: (target: string, sender: string) => `Who has ${target}? Tell ${sender}`,
  arpAnswers: (ip: string, mac: string) => `${ip} is at ${mac}`,
  arpAsksShort: (target: string) => `who has ${target}?`,
  // Linux asks a known neighbor directly, about five seconds after it last heard of it (`delay_first_probe_time`).
  arpChecks: (target: string, sender: string) => `Are you still there, ${target}? Tell ${sender}`,
  arpChecksShort: (target: string) => `${target}, still there?`,
  arpAnswersShort: (mac: string) => `it is at …${mac.slice(-5)}`,
  echo: (isReply: boolean, sequence: number) => `echo ${isReply ? 'reply' : 'request'} ${sequence}`,
  echoDetail: (id: number, sequence: number) => `id ${id} seq ${sequence}`,
  /** By type and code (RFC 792). */
  icmpErrors: {
    '3/0': 'network unreachable',
    '3/1': 'host unreachable',
    '3/2': 'protocol unreachable',
    '3/3': 'port unreachable',
    '3/4': 'fragmentation needed',
    '3/13': 'prohibited by a filter',
    '11/0': 'TTL exceeded',
    '11/1': 'reassembly timeout',
  } as Readonly<Record<string, string>>,
  windowZero: 'window 0',
  dns: {
    asks: (type: string, name: string) => `${type} ${name}?`,
    tells: (name: string, first: string, answers: number) =>
      `${name}: ${first}${answers > 1 ? `, ${answers} records` : ''}`,
    codes: {
      1: 'format error',
      2: 'server failure',
      3: 'no such name',
      4: 'not implemented',
      5: 'refused',
    } as Readonly<Record<number, string>>,
    code: (code: number) => `reply code ${code}`,
    truncated: 'truncated',
    nothing: 'no answer records',
  },
}

export const fates = {
  'not sent': 'not sent yet',
  'under way': 'in flight',
  delivered: 'delivered',
  loss: 'lost on the link',
  queue: 'dropped, queue full',
  rule: 'dropped by a rule',
  cut: 'lost, link cut',
  mtu: 'dropped, too big',
  filter: 'dropped by a filter',
}
