import { durationText } from '../times.ts'
import { plural } from './plural.ts'

export const ladder = {
  nothingFor: (ns: number) => `nothing for ${durationText(ns)}`,
  number: '#',
  sent: 'sent, ms',
  arrived: 'arrived, ms',
  fromTo: 'from → to',
  kind: 'kind',
  says: 'what it says',
  fate: 'fate',
  line: 'line',
  againOf: (n: number) => `again, first was ${n}`,
  copyOf: (n: number) => `the link’s second copy of ${n}`,
  changed: 'changed on the way',
  delayedBy: (ns: number) => `delayed by ${durationText(ns)}`,
  heldUntil: (ns: number | null) => (ns === null ? 'held by hand' : `held by hand until ${durationText(ns)}`),
  legend: {
    opens: 'opens (SYN)',
    ends: 'ends its side',
    resets: 'breaks off',
    lost: 'lost',
    again: 'sent again',
    held: 'held by hand',
    delayed: 'delayed',
    changed: 'changed on the way',
    copy: 'second copy',
  },
  caption: 'Packets, in order of sending',
  label: (packets: number) =>
    `Ladder of ${plural(packets, 'packet')}. The packet list beside it says the same in words.`,
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
  arpAnswersShort: (mac: string) => `it is at …${mac.slice(-5)}`,
  echo: (isReply: boolean, sequence: number) => `echo ${isReply ? 'reply' : 'request'} ${sequence}`,
  echoDetail: (id: number, sequence: number) => `id ${id} seq ${sequence}`,
  windowZero: 'window 0',
}

export const fates = {
  'under way': 'under way',
  delivered: 'delivered',
  loss: 'lost on the link',
  queue: 'dropped, queue full',
  rule: 'dropped by a rule',
  cut: 'lost, link cut',
  mtu: 'dropped, too big',
  filter: 'dropped by a filter',
}
