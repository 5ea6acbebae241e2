/** Segments as text, which is equal where they say the same. */
import { TcpFlag, type TcpOption, type TcpSegment } from '#network'

/** Where the peer's numbers begin. */
export const PEER_ISN = 1_000_000
const LETTERS: readonly (readonly [letter: string, bit: number])[] = [
  ['S', TcpFlag.SYN],
  ['F', TcpFlag.FIN],
  ['R', TcpFlag.RST],
  ['.', TcpFlag.ACK],
  ['U', TcpFlag.URG],
  ['E', TcpFlag.ECE],
  ['W', TcpFlag.CWR],
]

export function describeFlags(flags: number): string {
  return LETTERS.map(([letter, bit]) => (flags & bit ? letter : '')).join('') || '-'
}

/** A segment that the system sent. */
export interface Seen {
  readonly segment: TcpSegment
  readonly options: readonly TcpOption[]
}

/** Segments of data that continue each other are one: how a system cuts them is its own business. */
export function describeAll(seen: readonly Seen[], hostIsn: number): string[] {
  const texts: string[] = []
  let open: { first: Seen; length: number } | null = null
  const finish = () => {
    if (open !== null) texts.push(describeOne(open.first, open.length, hostIsn))
    open = null
  }
  for (const one of seen) {
    const { segment } = one
    const { length } = segment.payload
    const plain = (segment.flags & (TcpFlag.SYN | TcpFlag.FIN | TcpFlag.RST)) === 0
    if (open !== null && length > 0 && plain && isNext(open, segment)) {
      const sequenceNumber: number = open.first.segment.sequenceNumber
      open = { first: { ...one, segment: { ...segment, sequenceNumber } }, length: open.length + length }
    } else {
      finish()
      if (length > 0 && plain) open = { first: one, length }
      else texts.push(describeOne(one, length, hostIsn))
    }
  }
  finish()
  return texts
}

function isNext({ first, length }: { first: Seen; length: number }, segment: TcpSegment): boolean {
  return segment.sequenceNumber === (first.segment.sequenceNumber + length) >>> 0
}

function describeOne({ segment, options }: Seen, length: number, hostIsn: number): string {
  const { flags, window } = segment
  // What has no number of a connection's has 0.
  const sequence = segment.sequenceNumber === 0 ? 0 : (segment.sequenceNumber - hostIsn) | 0
  const acknowledgment = flags & TcpFlag.ACK ? ` ack ${(segment.acknowledgmentNumber - PEER_ISN) | 0}` : ''
  const shownWindow =
    flags & TcpFlag.SYN ? ` win ${window}` : window === 0 && (flags & TcpFlag.RST) === 0 ? ' win 0' : ''
  const shown = options.flatMap(describeOption).sort().join(',')
  return `${describeFlags(flags)} ${sequence}(${length})${acknowledgment}${shownWindow} <${shown}>`
}

function describeOption(option: TcpOption): string[] {
  switch (option.kind) {
    case 'mss':
      return [`mss ${option.value}`]
    case 'wscale':
      return [`wscale ${option.shift}`]
    case 'sackOK':
      return ['sackOK']
    case 'timestamps':
      return [`TS ecr ${option.echoReply}`]
    case 'sack':
      return [
        `sack ${option.blocks.map(({ left, right }) => `${(left - PEER_ISN) | 0}:${(right - PEER_ISN) | 0}`).join(' ')}`,
      ]
    default:
      return []
  }
}
