import { plural } from './plural.ts'

export const world = {
  quiet: 'quiet',
  inFlight: (n: number) => `${n} in flight`,
  oneWay: (delay: string) => `${delay} each way`,
  loss: 'loss',
  noProcess: 'no process',
  testPeer: 'test peer',
  manualClient: 'you',
  running: 'running',
  exited: (code: string) => `exited, ${code}`,
  stoppedByTest: 'stopped by test',
  topologyLabel: (hosts: string, flying: number) =>
    `Topology: ${hosts}. ${plural(flying, 'packet is', 'packets are')} in flight.`,
  planLabel: (hosts: string) => `Plan of the network: ${hosts}.`,
  asTable: 'As table',
  asDrawing: 'As drawing',
  emptyTitle: 'Nothing has been sent yet',
  emptyText: 'Run your program. Each packet appears here as it leaves a host.',
  quietTitle: 'Running, no packets so far',
  quietText: (byHand: string | undefined) =>
    byHand === undefined
      ? 'No program has sent anything. Their terminals show what they print.'
      : `Your program has sent nothing. As soon as it listens, you can talk to it as ${byHand}, below its terminal.`,
  emptyCheckText:
    'Check runs the tests against your code and shows the packets of each failure. To try it yourself, Run starts the hosts; type in a host’s terminal.',
  ladder: 'Ladder',
  onlyPart: (n: number) => `The ladder shows ${n} packets; the list has all of them.`,
  pairOnly: ([a, b]: readonly [string, string]) => `Between ${a} and ${b}, the path of the selected packet.`,
  showAllHosts: 'All hosts',
  allHosts: 'All hosts.',
  showPair: ([a, b]: readonly [string, string]) => `Only ${a} and ${b}`,
  you: 'you',
}

/** Sliders of a link. */
export const knobs = {
  open: (link: string) => `Change the link ${link}`,
  title: (a: string, b: string) => `Link ${a} — ${b}`,
  delay: 'Delay, one way',
  loss: 'Loss',
  rate: 'Bandwidth',
  unlimited: 'no limit',
  now: 'Applies from this moment on and to later runs.',
  later: 'Applies to the next run.',
  back: 'Reset to default',
}

/** Live tables of the hosts. */
export const tables = {
  tab: 'Tables',
  sockets: 'Sockets',
  connections: 'Tracked connections',
  from: 'from',
  /** What a NAT changes: as whom the other side sees the sender, and where packets really go. */
  translated: 'translated',
  seenAs: (endpoint: string) => `seen as ${endpoint}`,
  sentTo: (endpoint: string) => `sent to ${endpoint}`,
  expires: 'forgotten in',
  answered: 'answered',
  unanswered: 'not answered',
  routes: 'Routes',
  neighbors: 'Neighbors',
  interfaces: 'Interfaces',
  of: (table: string, host: string) => `${table} of ${host}`,
  none: (table: string) => `No ${table.toLowerCase()} at this moment.`,
  empty: 'Run a program to see its host’s tables.',
  noTables: 'Capture files contain packets, but no tables.',
  proto: 'proto',
  state: 'state',
  local: 'local',
  remote: 'remote',
  recvQ: 'recv-Q',
  sendQ: 'send-Q',
  cwnd: 'cwnd',
  rtt: 'rtt',
  to: 'to',
  via: 'via',
  dev: 'dev',
  ip: 'address',
  mac: 'MAC',
  name: 'name',
  mtu: 'MTU',
  rx: 'rx',
  tx: 'tx',
  links: 'Links',
  link: 'link',
  onIt: 'packets in flight',
  hosts: 'Hosts',
  host: 'host',
  processes: 'processes',
  bool: (up: boolean) => (up ? 'up' : 'down'),
}

/** Plots of a connection and of queues. */
export const plots = {
  tab: 'Plots',
  empty: 'A plot needs a TCP connection: run the program and connect to it.',
  what: 'Plot',
  stream: 'Connection',
  direction: 'Direction',
  kinds: {
    sequence: 'Sequence numbers (Stevens)',
    window: 'Congestion window',
    rtt: 'Round-trip time',
    queue: 'Queue length',
    throughput: 'Throughput',
  },
  data: 'data sent',
  again: 'retransmitted',
  acknowledged: 'acknowledged',
  windowEdge: 'window edge',
  cwnd: 'congestion window, segments',
  ssthresh: 'slow start threshold',
  inFlight: 'in flight, bytes',
  measured: 'measured',
  smoothed: 'smoothed (host)',
  timeout: 'retransmission timeout',
  frames: 'frames waiting',
  dropped: 'dropped so far',
  bytesPerSecond: 'bytes per second',
  label: (what: string, points: number) =>
    `${what}: a plot of ${plural(points, 'point')}. “As table” has the same data.`,
  time: 'time, ms',
  nothing: 'Nothing to plot at this moment.',
}

/** A followed connection. */
export const stream = {
  tab: 'Follow stream',
  title: (opener: string, peer: string) => `${opener} ↔ ${peer}`,
  none: 'Select a packet of a TCP connection to follow its stream.',
  missing: (bytes: number) => `${plural(bytes, 'byte')} missing`,
  asText: 'Text',
  asHex: 'Hex',
  turn: (sender: string, packet: number) => `${sender}, from packet ${packet}`,
}
