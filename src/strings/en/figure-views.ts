import { timeText } from '../times.ts'
import { plural } from './plural.ts'

/** The views of a figure but for the ladder, each by its name. */
export const figureViews = {
  states: {
    none: 'There is no TCP connection in this run.',
    label: (ends: string) => `States of both ends of the connection: ${ends}. The list below says how they came there.`,
    changes: 'Changes of state; each goes to its moment',
    change: (from: string, to: string, via: readonly string[]) =>
      [from, ...via, to].map((state) => state.replaceAll('_', '-')).join(' → '),
    because: (packet: number, says: string, kind: 'arrives' | 'leaves' | 'waits') =>
      kind === 'waits' ? `packet ${packet} (${says}) waits to leave` : `packet ${packet} (${says}) ${kind}`,
  },
  sequence: {
    none: 'There is no TCP connection in this run.',
    axis: (host: string) => `number of the byte, from ${host}`,
    label: (segments: number, host: string, bytes: number) =>
      `Sequence plot: ${plural(segments, 'segment')} with ${plural(bytes, 'byte')} from ${host}. “As table” says the same in words.`,
    segment: 'segment',
    acknowledged: 'acknowledged',
    window: 'end of the window',
    windowFar: (edge: number) => `The window reaches to ${edge}, far above.`,
    of: (packet: number, from: number, to: number) => `packet ${packet}, bytes ${from} to ${to - 1}`,
  },
  queueView: {
    none: 'Nothing was recorded of the queues.',
    axis: (from: string) => `packets that wait at ${from}`,
    label: (from: string, most: number, dropped: number) =>
      `Queue at ${from}: at most ${plural(most, 'packet')} waited, ${dropped} were dropped.`,
    now: (from: string, waiting: number, dropped: number) =>
      `At ${from} ${waiting === 1 ? '1 packet waits' : `${waiting} packets wait`}, ${dropped} were dropped so far.`,
    waiting: 'waiting',
    most: (n: number) => `at most ${n} waited`,
    dropped: (n: number) => `✕ ${n} dropped`,
  },
  tanks: {
    none: 'There is no TCP connection in this run.',
    sendBuffer: (host: string) => `Send buffer, ${host}`,
    receiveBuffer: (host: string) => `Receive buffer, ${host}`,
    inFlight: 'sent, not acknowledged',
    unsent: 'not sent yet',
    unread: 'not read yet',
    window: 'free: the window',
    bytes: (n: number) => `${String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f')} B`,
    pipe: (packets: number, isShut: boolean) =>
      isShut ? 'The window is 0: the sender may send nothing.' : `${plural(packets, 'packet')} with data on the wire.`,
    shut: 'window 0',
    onTheWire: (n: number) => `${n} on the wire`,
    axis: 'bytes',
    label: (flying: number, unread: number) =>
      `Over time: at most ${flying} bytes sent and not acknowledged, at most ${unread} bytes not read.`,
    lines: { flying: 'in flight', unsent: 'in the send buffer', unread: 'not read', window: 'window' },
  },
  race: {
    finish: (at: number) => `last byte after ${timeText(at)} ms`,
    sum: (packets: number) => plural(packets, 'packet'),
  },
  map: {
    first: (title: string) => `${title} is first`,
    factor: (factor: number) => `${factor.toFixed(factor < 10 ? 1 : 0)}×`,
    times: (titles: readonly [string, string], [one, other]: readonly [number, number]) =>
      `${titles[0]}: last byte after ${timeText(one)} ms. ${titles[1]}: after ${timeText(other)} ms.`,
    recorded: 'Recorded when this page was made.',
    run: 'Run all here, with other luck',
  },
  bytes: {
    none: 'There is no packet in this run.',
    previous: 'The packet before',
    next: 'The next packet',
    packet: (n: number, from: string, to: string) => `Packet ${n}, ${from} to ${to}`,
    bytesOf: (n: number) => `Bytes of packet ${n}; arrow keys go from byte to byte`,
    point: 'Point at a field or a byte.',
    place: (offset: number, length: number) =>
      length === 1 ? `byte ${offset}` : `bytes ${offset} to ${offset + length - 1}`,
    before: (packet: number, text: string) => `(in packet ${packet}: ${text})`,
  },
} as const
