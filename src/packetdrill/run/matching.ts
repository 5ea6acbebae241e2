/**
 * Whether a packet that was sent is the one that a script expects. Strict matching compares every field that the script names. Semantic
 * matching compares what a packet says: data may come in more segments or fewer, PSH and the order and padding of options do not count,
 * since TCPs are free in that and a script written for one should hold another.
 */
import { TcpFlag, type TcpOption } from '#network'
import type { RunSettings } from '../language/index.ts'
import { ECN_WORDS, type IpWishes, type TcpPattern } from '../language/index.ts'
import type { Conversation } from './conversation.ts'
import { describeFlags, describeOptions } from './describe-packet.ts'
import type { SeenPacket } from './seen-packet.ts'

/** Returns the differences, each as "field: expected, got". Empty: it is the packet. */
export function compareTcp(
  seen: SeenPacket,
  ip: IpWishes,
  pattern: TcpPattern,
  conversation: Conversation,
  settings: RunSettings,
): string[] {
  const { segment } = seen
  if (segment === null) return ['a TCP segment was expected']
  const differences = compareIp(seen, ip)
  const differs = (field: string, expected: string | number, got: string | number) => {
    if (expected !== got) differences.push(`${field}: expected ${expected}, got ${got}`)
  }
  const counted = settings.matching === 'strict' ? ~0 : ~TcpFlag.PSH
  differs('flags', describeFlags(pattern.flags & counted), describeFlags(segment.flags & counted))
  const expectedSequence = pattern.flags & TcpFlag.SYN ? 0 : pattern.sequence
  differs('sequence number', expectedSequence, conversation.scriptSequence(segment))
  differs('length', pattern.length, segment.payload.length)
  if (pattern.acknowledgment !== null) {
    differs('acknowledgment number', pattern.acknowledgment, conversation.scriptAcknowledgment(segment))
  }
  if (pattern.window !== null) differs('window', pattern.window, segment.window)
  if (pattern.urgentPointer !== null) differs('urgent pointer', pattern.urgentPointer, segment.urgentPointer)
  if (pattern.options !== null) {
    differences.push(...compareOptions(segment.parsedOptions, pattern.options, conversation, settings))
  }
  return differences
}

export function compareIp(seen: SeenPacket, { ecn, dscp, ttl }: IpWishes): string[] {
  const differences: string[] = []
  if (ecn !== null && ecn !== seen.ecn) differences.push(`ECN: expected ${ECN_WORDS[ecn]}, got ${ECN_WORDS[seen.ecn]}`)
  if (dscp !== null && dscp !== seen.dscp) differences.push(`DSCP: expected ${dscp}, got ${seen.dscp}`)
  if (ttl !== null && ttl !== seen.ttl) differences.push(`TTL: expected ${ttl}, got ${seen.ttl}`)
  return differences
}

function compareOptions(
  live: readonly TcpOption[],
  expected: readonly TcpOption[],
  conversation: Conversation,
  settings: RunSettings,
): string[] {
  const seen = conversation.outboundOptions(live)
  const [left, right] = [describeComparable(expected, settings), describeComparable(seen, settings)]
  if (left !== right) return [`options: expected <${describeOptions(expected)}>, got <${describeOptions(seen)}>`]
  const wanted = expected.find((option) => option.kind === 'timestamps')
  const got = seen.find((option) => option.kind === 'timestamps')
  if (wanted === undefined || got === undefined) return []
  const { timestampTick: tick, tolerance } = settings
  if (tick > 0 && conversation.timestampError(wanted.value, got.value, tick) > tolerance) {
    return [`TS val: expected ${wanted.value} ticks of ${tick / 1000} µs, got ${got.value} ms, counted from the first`]
  }
  conversation.noteTimestamp(wanted.value, got.value)
  return []
}

/** As text that is equal where options are. Values of the host's own timestamps are not part of it. */
function describeComparable(options: readonly TcpOption[], { matching }: RunSettings): string {
  const plain = options.map((option) => (option.kind === 'timestamps' ? { ...option, value: 0 } : option))
  if (matching === 'strict') return describeOptions(plain)
  const counted = plain.filter(({ kind }) => kind !== 'nop' && kind !== 'eol')
  return counted
    .map((option) => describeOptions([option]))
    .sort()
    .join(',')
}
