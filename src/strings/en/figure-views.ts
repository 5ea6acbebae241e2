import { timeText } from '../times.ts'
import { plural } from './plural.ts'

const NO_CONNECTION = 'This run has no TCP connection.'

const seconds = (at: number) => `${(at / 1e9).toFixed(2)} s`

/** The views of a figure except the ladder, each by its name. */
const figureViewsKinds = {
  header: 'header',
  length: 'length of a label',
  letters: 'label',
  pointer: 'pointer',
  end: 'end of a name',
  other: 'other fields',
} as const

export const figureViews = {
  states: {
    none: NO_CONNECTION,
    label: (ends: string) => `States of both ends of the connection: ${ends}. The list below shows how they got there.`,
    changes: 'State changes; select one to go to its moment',
    change: (from: string, to: string, via: readonly string[]) =>
      [from, ...via, to].map((state) => state.replaceAll('_', '-')).join(' → '),
    because: (packet: number, says: string, kind: 'arrives' | 'leaves' | 'waits') =>
      kind === 'waits' ? `packet ${packet} (${says}) is waiting to be sent` : `packet ${packet} (${says}) ${kind}`,
  },
  sequence: {
    none: NO_CONNECTION,
    axis: (host: string) => `byte number, from ${host}`,
    label: (segments: number, host: string, bytes: number) =>
      `Sequence plot: ${plural(segments, 'segment')} with ${plural(bytes, 'byte')} from ${host}. “As table” has the same data.`,
    segment: 'segment',
    acknowledged: 'acknowledged',
    window: 'window edge',
    windowFar: (edge: number) => `The window extends to ${edge}, above this plot.`,
    of: (packet: number, from: number, to: number) => `packet ${packet}, bytes ${from} to ${to - 1}`,
  },
  queueView: {
    none: 'No queue was recorded.',
    axis: (from: string) => `packets queued at ${from}`,
    label: (from: string, most: number, dropped: number) =>
      `Queue at ${from}: at most ${plural(most, 'packet')} waiting, ${dropped} dropped.`,
    now: (from: string, waiting: number, dropped: number) =>
      `${from}: ${plural(waiting, 'packet')} waiting, ${dropped} dropped so far.`,
    waiting: 'waiting',
    most: (n: number) => `peak: ${n} waiting`,
    dropped: (n: number) => `✕ ${n} dropped`,
  },
  raster: {
    none: 'This run tried to open no TCP connection.',
    axis: 'client, a row each',
    label: (clients: number, attempts: number, most: number) =>
      `${plural(attempts, 'attempt')} to connect by ${plural(clients, 'client')}; at most ${most} of the retries began within 100 ms. “As table” has their packets.`,
    kinds: { refused: 'refused', answered: 'answered', late: 'answered too late', waiting: 'no answer so far' },
    count: (kind: string, n: number) => `${kind}: ${n}`,
    together: (most: number) => `most retries within 100 ms: ${most}`,
    of: (client: number, at: number, kind: string, until: number | null) =>
      `client ${client}, SYN at ${timeText(at)} ms: ${kind}${until === null ? '' : `, after ${timeText(until - at)} ms`}`,
  },
  pool: {
    none: NO_CONNECTION,
    axis: 'connection',
    waitingAxis: 'callers waiting',
    label: (connections: number, poisoned: number, most: number) =>
      `What ${plural(connections, 'connection')} of a pool did over time; ${poisoned} poisoned, at most ${plural(most, 'caller')} waiting. “States as text” says the same.`,
    waitingLabel: (most: number) => `Callers waiting for a connection over time: at most ${most}.`,
    states: { dialing: 'dialing', idle: 'idle', busy: 'busy', poisoned: 'poisoned' },
    why: {
      late: 'a caller left before its answer',
      leftover: 'bytes came that nobody asked for',
      closed: 'the server closed it',
    },
    ends: { closed: 'closed', reset: 'reset' },
    count: (state: string, n: number | null) => (n === null ? state : `${state}: ${n}`),
    waiting: (n: number) => `callers waiting: ${n}`,
    most: (n: number) => `most callers waiting: ${n}`,
    asText: 'States as text',
    connection: (n: number) => `#${n}`,
    span: (state: string, why: string | null, from: number, until: number) =>
      `${state}${why === null ? '' : ` (${why})`}, ${timeText(from)} to ${timeText(until)} ms`,
    ended: (how: string, at: number) => `${how} at ${timeText(at)} ms`,
    of: (n: number, state: string, why: string | null, from: number, until: number | null) =>
      `connection #${n}, ${state}${why === null ? '' : ` (${why})`} from ${timeText(from)} ms${until === null ? '' : ` to ${timeText(until)} ms`}`,
  },
  nat: {
    none: 'No NAT translated anything in this run.',
    axis: 'entry of the NAT’s table',
    label: (entries: number) =>
      `Timers of ${plural(entries, 'entry', 'entries')} of a NAT’s table: each falls until a packet restarts it. The table below says when each runs out.`,
    nat: 'NAT',
    inside: 'Inside',
    outside: 'Outside',
    remote: 'Other side',
    left: 'Time left',
    time: (left: number) => seconds(left),
    gone: (at: number) => `forgotten at ${seconds(at)}`,
    from: (at: number) => `from ${seconds(at)}`,
  },
  tanks: {
    none: NO_CONNECTION,
    sendBuffer: (host: string) => `Send buffer, ${host}`,
    receiveBuffer: (host: string) => `Receive buffer, ${host}`,
    inFlight: 'sent, not acknowledged',
    unsent: 'not sent yet',
    unread: 'not read yet',
    window: 'free: the window',
    bytes: (n: number) => `${String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f')} B`,
    pipe: (packets: number, isShut: boolean) =>
      isShut
        ? 'The window is 0: the sender has to wait.'
        : `${plural(packets, 'data packet is', 'data packets are')} on the wire.`,
    shut: 'window 0',
    onTheWire: (n: number) => `${n} on the wire`,
    axis: 'bytes',
    label: (flying: number, unread: number) =>
      `Over time: at most ${flying} bytes in flight and ${unread} bytes unread.`,
    lines: { flying: 'in flight', unsent: 'in the send buffer', unread: 'unread', window: 'window' },
  },
  race: {
    finish: (at: number) => `last byte at ${timeText(at)} ms`,
    sum: (packets: number) => plural(packets, 'packet'),
  },
  map: {
    first: (title: string) => `${title} is faster`,
    factor: (factor: number) => `${factor.toFixed(factor < 10 ? 1 : 0)}×`,
    times: (titles: readonly [string, string], [one, other]: readonly [number, number]) =>
      `${titles[0]}: last byte at ${timeText(one)} ms. ${titles[1]}: at ${timeText(other)} ms.`,
    recorded: 'Recorded when this page was built.',
    run: 'Run all here with a new seed',
  },
  curves: {
    worlds: (n: number) => `Each point is a run of its own: ${n} runs.`,
    label: (title: string) => `${title}. “As table” has the same numbers.`,
  },
  bytes: {
    none: 'This run has no packets.',
    previous: 'Bytes of the previous packet',
    next: 'Bytes of the next packet',
    packet: (n: number, from: string, to: string, at: number) =>
      `Packet ${n}, ${from} to ${to}, sent at ${(at / 1e6).toFixed(1)} ms`,
    bytesOf: (n: number) => `Bytes of packet ${n}; arrow keys move between bytes`,
    more: (bytes: number) => `… and ${plural(bytes, 'more byte')}`,
    point: 'Point at a field or a byte.',
    place: (offset: number, length: number) =>
      length === 1 ? `byte ${offset}` : `bytes ${offset} to ${offset + length - 1}`,
    before: (packet: number, text: string) => `(in packet ${packet}: ${text})`,
  },
  names: {
    none: 'This run has no DNS message.',
    previous: 'The previous message',
    next: 'The next message',
    name: (start: number, text: string) => `Byte ${start}: ${text}`,
    refused: (at: number, target: number, start: number) =>
      `The pointer at byte ${at} leads to byte ${target}, which isn’t before byte ${start}, where this piece of the name began.`,
    label: (pointers: number, bad: number) =>
      `Bytes of a DNS message with ${plural(pointers, 'pointer')}, ${bad} of which must not be followed. The list below has its names.`,
    cell: (at: number, kind: 'header' | 'length' | 'letters' | 'pointer' | 'end' | 'other') =>
      `byte ${at}: ${figureViewsKinds[kind]}`,
    kinds: figureViewsKinds,
  },
  zone: {
    none: 'No question was answered in this run.',
    names: 'Names that were asked for',
    types: (name: string) => `Types asked for at ${name}`,
    states: { records: 'has records', empty: 'exists, without records', missing: 'doesn’t exist', lost: 'no reply' },
    reply: (name: string, type: string) => `Reply to ${name} ${type}`,
    lost: 'No reply arrived.',
  },
  walk: {
    none: 'No question reached a resolver in this run.',
    walk: 'Questions of the client, and the servers asked for each',
    question: (n: number, asked: string, at: number) => `Question ${n}, at ${seconds(at)}: ${asked}`,
    level: (zone: string) => zone || 'root',
    skipped: 'not asked',
    fromCache: 'Answered from the cache.',
    asks: (server: string, packet: number) => `asks ${server}, packet ${packet}`,
    waiting: 'no reply so far',
    reply: (kind: string, packet: number) => `${kind}, packet ${packet}`,
    kinds: { servers: 'referral', answer: 'answer', no: '“no”, with the SOA', other: 'nothing that it keeps' },
    record: (name: string, type: string, data: string, ttl: number) => `${name || '.'} ${ttl} ${type} ${data}`,
    glue: (name: string, address: string) => `glue: ${name} A ${address}`,
    told: (ttl: number | null) =>
      ttl === null ? 'The client gets a reply without a record.' : `The client gets TTL ${ttl}.`,
    untold: 'The client has no reply so far.',
    cache: (at: number) => `The resolver’s cache at ${seconds(at)}`,
    empty: 'Nothing yet.',
    keys: {
      servers: (zone: string) => `servers of ${zone}`,
      answer: (name: string, type: string) => `${name} ${type}`,
      no: (name: string, type: string) => `${name} ${type}: “no”`,
    },
    left: (left: number, ttl: number) => `${left} of ${ttl} s left`,
    expired: (ttl: number) => `expired after ${ttl} s`,
    from: (packet: number) => `from packet ${packet}`,
    computed:
      'Computed from the recorded replies and their TTLs, by the rules of the resolver’s program. The program doesn’t print its cache.',
  },
} as const
