import { plural } from './plural.ts'

export const world = {
  quiet: 'quiet',
  inFlight: (n: number) => `${n} in flight`,
  oneWay: (delay: string) => `${delay} each way`,
  loss: 'loss',
  noProcess: 'no process',
  testPeer: 'test peer',
  yourHand: 'your hand',
  running: 'running',
  exited: (code: string) => `exited, ${code}`,
  topologyLabel: (hosts: string, flying: number) =>
    `Topology: ${hosts}. ${flying === 1 ? '1 packet is' : `${flying} packets are`} under way.`,
  asTable: 'As table',
  asDrawing: 'As drawing',
  emptyTitle: 'Nothing has been sent yet',
  emptyText: 'Run your program. Each packet appears here the moment it leaves a host.',
  emptyCheckText:
    'Check calls what you write, and shows the packets of what fails. To try something by hand, Run opens the hosts: begin in one’s terminal.',
  ladder: 'Ladder',
  onlyPart: (n: number) => `The ladder shows ${n} packets; the list has them all.`,
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
  now: 'Changes the link from this moment on, and for later runs.',
  later: 'For the next run.',
  back: 'As the exercise has it',
}

/** Live tables of the hosts. */
export const tables = {
  tab: 'Tables',
  sockets: 'Sockets',
  routes: 'Routes',
  neighbours: 'Neighbours',
  interfaces: 'Interfaces',
  of: (table: string, host: string) => `${table} of ${host}`,
  none: (table: string) => `No ${table.toLowerCase()} at this moment.`,
  empty: 'Tables appear here when a program runs.',
  noTables: 'A capture file has packets only, no tables of hosts.',
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
  onIt: 'packets on it',
  hosts: 'Hosts',
  host: 'host',
  processes: 'processes',
  bool: (up: boolean) => (up ? 'up' : 'down'),
}

/** Plots of a connection and of queues. */
export const plots = {
  tab: 'Plots',
  empty: 'A plot needs a TCP connection: run the program and talk to it.',
  what: 'What is plotted',
  stream: 'Connection',
  direction: 'Direction',
  kinds: {
    sequence: 'Sequence numbers (Stevens)',
    window: 'Congestion window',
    rtt: 'Round trips',
    queue: 'Queue of the link',
    throughput: 'Throughput',
  },
  data: 'data sent',
  again: 'sent again',
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
  bytesPerSecond: 'bytes a second',
  label: (what: string, points: number) => `${what}: a plot of ${plural(points, 'point')}. “As table” has the numbers.`,
  time: 'time, ms',
  nothing: 'Nothing to plot at this moment.',
}

/** A followed connection. */
export const stream = {
  tab: 'Follow stream',
  title: (opener: string, peer: string) => `${opener} ↔ ${peer}`,
  none: 'Select a packet of a TCP connection to follow it.',
  missing: (bytes: number) => `${plural(bytes, 'byte')} missing`,
  asText: 'Text',
  asHex: 'Hex',
  turn: (who: string, packet: number) => `${who}, from packet ${packet}`,
}
