import { plural } from './plural.ts'

export const fateTags = {
  'under way': 'on the wire',
  delivered: '',
  loss: '✕ lost',
  queue: '✕ queue full',
  rule: '✕ dropped',
  cut: '✕ cut',
  mtu: '✕ too big',
  filter: '✕ filtered',
}

/** The five lines on a selected packet. */
export const digest = {
  names: { ends: 'From → to', what: 'What', flags: 'Flags', numbers: 'Numbers', payload: 'Payload' },
  ends: (from: string, to: string, addresses: string) => `${from} → ${to}${addresses && `   ${addresses}`}`,
  datagram: (bytes: number) => `a datagram with ${plural(bytes, 'byte')} of data`,
  resets: 'aborts the connection',
  opens: 'asks to open a connection',
  accepts: 'accepts the connection',
  again: (bytes: number, of: number) =>
    bytes > 0 ? `sends ${plural(bytes, 'byte')} again: retransmission of #${of}` : `retransmission of #${of}`,
  endsSide: (bytes: number) =>
    bytes > 0 ? `carries ${plural(bytes, 'byte')}, and its sender sends nothing more` : 'its sender sends nothing more',
  carries: (bytes: number) => `carries ${plural(bytes, 'byte')} of data`,
  acknowledges: 'acknowledges, carries no data',
  dnsFlags: (response: number, authoritative: number, rcode: number) =>
    `QR ${response}, AA ${authoritative}, RCODE ${rcode}`,
  payload: (text: string, bytes: number) => `${text}, ${plural(bytes, 'byte')}`,
  noPayload: 'none',
  allFields: 'All fields',
}

/** What a packet came from. Numbers of packets and places of lines are links, put between these words. */
export const cause = {
  name: 'Cause',
  line: 'Line',
  sentIt: 'sent it',
  program: (name: string, host: string) => `${name} on ${host} sent it`,
  woken: ', woken by',
  copy: 'The link copied',
  arrival: {
    answers: ['It answers', ''],
    forwards: ['It forwards', ''],
    again: ['Sent again when', ' arrived'],
    after: ['Sent when', ' arrived'],
  },
  timer: (name: string) => `Sent because the ${name} ran out`,
  ofTimer: 'for',
  timers: {
    retransmission: 'retransmission timer',
    'loss probe': 'loss-probe timer',
    reordering: 'reordering timer',
    'window probe': 'window-probe timer',
    'delayed ack': 'delayed-ACK timer',
    'keep-alive': 'keep-alive timer',
    neighbor: 'address-resolution timer',
  },
} as const

export const packets = {
  count: (n: number) => plural(n, 'packet'),
  matching: (n: number, of: number) => `${n} of ${of}`,
  filter: 'Display filter',
  filterPlaceholder: 'Filter, for example tcp.len > 0',
  filterError: (reason: string, column: number) => ` ${reason} (column ${column})`,
  suggestions: 'Suggestions',
  nextMatch: 'Next match',
  nextMatchTitle: 'Go to the next packet that matches; the run continues until there is one (N)',
  everyLink: 'Every link',
  everyLinkTitle: 'List each packet once per link: on its way to a switch, and again from there',
  all: 'all',
  open: 'Open',
  openTitle: 'Open your own capture, pcap or pcapng. It stays on this device.',
  notOpened: 'Cannot open this file.',
  damaged: 'The file is damaged. The packets before the damage are shown.',
  tooLarge: (bytes: number) => `It has ${Math.round(bytes / 2 ** 20)} MB; the limit is 512 MB.`,
  number: '#',
  time: 'ms',
  fromTo: 'from → to',
  kind: 'kind',
  length: 'B',
  says: 'info',
  caption: 'Packets in the order they were sent',
  emptyTitle: 'No packets',
  emptyText: 'Run your program, check it, or open a capture of your own.',
  emptyRunningText: 'The run has none so far.',
  emptyKernelText: 'Submit your program, or open a capture of your own.',
  noneMatch: 'No packets match this filter.',
  pick: 'Select a packet to see its fields and bytes.',
  packet: (n: number) => `Packet ${n}`,
  fieldsOf: (n: number) => `Fields of packet ${n}`,
  bytesOf: (n: number) => `Bytes of packet ${n}`,
  firstWrong: 'First wrong packet',
  again: '‖ again',
  chosen: '✓ evidence',
  byte: (index: number, value: string, field: string) => `byte ${index}, ${value}, ${field}`,
  payload: 'Payload',
  data: 'Data',
  bytes: (n: number) => plural(n, 'byte'),
  truncated: 'The recording is full (64 MB). Later packets and output were not recorded.',
  ofTest: (id: string) => `Packets of test ${id}`,
  backToRun: 'Back to your run',
}

/** The clients of an opened capture, played against the learner's server. */
export const playCapture = {
  title: 'Play the clients of a capture',
  open: 'Play against your server…',
  found: (n: number) => `This capture has ${plural(n, 'conversation')} that can be played against your server.`,
  notPlayed: 'The packets are shown. The clients of this capture cannot be played.',
  tooLarge: (bytes: number) => `It has ${Math.round(bytes / 2 ** 20)} MB; clients are read from at most 64 MB.`,
  lead: (name: string, host: string) =>
    `${name}: the selected clients send what they sent in the capture, at their times, to your program on ${host}. What differs from the captured answers is printed in their terminal.`,
  count: (connections: number, datagrams: number) =>
    [
      ...(connections > 0 ? [plural(connections, 'connection')] : []),
      ...(datagrams > 0 ? [plural(datagrams, 'datagram')] : []),
    ].join(', '),
  side: (protocol: string, client: string, server: string, sent: number, answered: number) =>
    `${protocol.toUpperCase()} client ${client} → server ${server}: sent ${plural(sent, 'byte')}, was answered ${plural(answered, 'byte')}`,
  leftOut: (notes: readonly string[]) => `Not played: ${notes.join('. ')}.`,
  from: 'From host',
  port: 'To port',
  captured: 'as captured',
  wrongPort: 'A port is a number from 1 to 65535.',
  play: 'Play',
  save: 'Save as a test',
  saved: (id: string, compares: string) =>
    `Saved as ${id}.test.ts. ${compares} In an exercise it is tests/practice.test.ts, and ${id} is in a group of exercise.yaml.`,
} as const
