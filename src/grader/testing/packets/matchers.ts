import { type DisplayFilter, type Duration, formatDuration, milliseconds, type Packet } from '#lab'
import { Finding, type FindingParts, toleranceOf } from '../../plan/index.ts'
import { type Comparison, compares, showComparison } from '../comparison.ts'
import { meaningOf, showPacket } from './meaning.ts'

/** Matchers for `expect(packets)`, where `packets` is the result of `lab.capture(…).all()`. Filters are display filters. */
export interface PacketMatchers<R = unknown> {
  /** One packet for each filter, in this order; others may come between. */
  toContainInOrder(...filters: DisplayFilter[]): R
  /** Number of packets that match: `2`, `'>= 1'`, `'<= 3'`. */
  toHavePackets(filter: DisplayFilter, count: Comparison): R
  /** After the first match (with `last: true` the last) every packet must match `but`. */
  toHaveNothingAfter(filter: DisplayFilter, options?: { but?: DisplayFilter; last?: boolean }): R
  /** The gaps between packets are about these. */
  toBeSpaced(gaps: Duration[]): R
  /** At most this many in any window of this length. Also for a list of times. */
  toHaveAtMost(most: number, window: { in: Duration }): R
  /** One packet that matches the filter. */
  toMatchFilter(filter: DisplayFilter): R
}

/** Result of a matcher, as `expect` wants it. */
export interface Judgement {
  pass: boolean
  message(): string
  actual: unknown
  expected: unknown
}

function judge(pass: boolean, parts: () => FindingParts): Judgement {
  const finding = new Finding(parts())
  return { pass, message: () => finding.sentence, actual: finding, expected: finding.expected }
}

export const packetMatchers = {
  toContainInOrder(received: unknown, ...filters: DisplayFilter[]): Judgement {
    const packets = packetsOf(received)
    const found: Packet[] = []
    let from = 0
    for (const filter of filters) {
      const means = meaningOf(filter, packets)
      const at = packets.findIndex((packet, i) => i >= from && means(packet))
      if (at < 0) break
      found.push(packets[at]!)
      from = at + 1
    }
    const pass = found.length === filters.length
    return judge(pass, () => (pass ? unwantedOrder(found, filters) : missing(packets, found, filters)))
  },

  toHavePackets(received: unknown, filter: DisplayFilter, count: Comparison): Judgement {
    const packets = packetsOf(received)
    const found = packets.filter(meaningOf(filter, packets))
    const pass = compares(found.length, count)
    const expected = `${showComparison(count)} ${plural(count, 'packet')} with ${filter}`
    return judge(pass, () => ({
      sentence: `Expected ${pass ? 'not ' : ''}${showComparison(count)} of the packets that the test counts, but ${found.length} came.`,
      clause: `${found.length} came, expected ${pass ? 'not ' : ''}${showComparison(count)}`,
      wantsSubject: true,
      expected,
      seen: `${found.length}`,
      packets: found.map(({ number }) => number),
      firstWrong: firstTooMany(found, count),
      ...(typeof count === 'number' && { compared: { actual: found.length, expected: count } }),
    }))
  },

  toHaveNothingAfter(
    received: unknown,
    filter: DisplayFilter,
    { but, last = false }: { but?: DisplayFilter; last?: boolean } = {},
  ): Judgement {
    const packets = packetsOf(received)
    const means = meaningOf(filter, packets)
    const allowed = but === undefined ? () => false : meaningOf(but, packets)
    const at = last ? packets.findLastIndex(means) : packets.findIndex(means)
    const expected = `nothing after ${filter}${but === undefined ? '' : ` but ${but}`}`
    if (at < 0)
      return judge(false, () => ({
        sentence: 'Expected a packet of those that the test looks for, but none came.',
        clause: 'none came',
        wantsSubject: true,
        expected,
        seen: 'no such packet',
      }))
    const after = packets.slice(at + 1).filter((packet) => !allowed(packet))
    return judge(after.length === 0, () => ({
      sentence:
        after.length === 0
          ? `Expected something after ${showPacket(packets[at]!)}, but nothing came.`
          : `Expected nothing more after ${showPacket(packets[at]!)}, but ${showPacket(after[0]!)} came.`,
      expected,
      seen: after.length === 0 ? 'nothing' : showPacket(after[0]!),
      packets: [packets[at]!, ...after].map(({ number }) => number),
      firstWrong: after[0]?.number,
    }))
  },

  toBeSpaced(received: unknown, gaps: Duration[]): Judgement {
    const times = timesOf(received)
    const seen = times.slice(1).map((at, i) => at - times[i]!)
    const wrong = gaps.findIndex(
      (gap, i) => !(Math.abs((seen[i] ?? Number.NaN) - milliseconds(gap)) <= toleranceOf(gap)),
    )
    const pass = wrong < 0 && seen.length === gaps.length
    const expected = `gaps of ${gaps.map((gap) => formatDuration(milliseconds(gap))).join(', ')}`
    return judge(pass, () => ({
      sentence: spacingSentence(expected, seen, gaps.length, wrong, pass),
      wantsSubject: true,
      expected,
      seen: `gaps of ${seen.map(showMs).join(', ') || 'nothing'}`,
      packets: numbersOf(received),
      measured: true,
      firstWrong: wrong < 0 ? undefined : numbersOf(received)[wrong + 1],
    }))
  },

  toHaveAtMost(received: unknown, most: number, { in: window }: { in: Duration }): Judgement {
    const times = timesOf(received).toSorted((a, b) => a - b)
    const length = milliseconds(window)
    // A window that holds too many begins, at the latest, at the first of them.
    const first = times.findIndex((at, i) => (times[i + most] ?? Number.POSITIVE_INFINITY) < at + length)
    const pass = first < 0
    const expected = `at most ${most} in any ${formatDuration(length)}`
    const many = pass ? 0 : times.filter((at) => at >= times[first]! && at < times[first]! + length).length
    return judge(pass, () => ({
      sentence: pass
        ? `Expected more than ${most} in some ${formatDuration(length)}, but there never were.`
        : `Expected ${expected}, but ${many} came from ${showMs(times[first]!)} on.`,
      wantsSubject: true,
      expected,
      seen: pass ? expected : `${many} from ${showMs(times[first]!)} on`,
      measured: true,
      packets: pass ? [] : numbersOf(received).slice(first, first + many),
      firstWrong: pass ? undefined : numbersOf(received)[first + most],
    }))
  },

  toMatchFilter(received: unknown, filter: DisplayFilter): Judgement {
    const packets = packetsOf([received])
    const pass = meaningOf(filter, packets)(packets[0]!)
    return judge(pass, () => ({
      sentence: `Expected another packet than ${showPacket(packets[0]!)}.`,
      clause: `another packet than ${showPacket(packets[0]!)} was expected`,
      wantsSubject: true,
      expected: filter,
      seen: showPacket(packets[0]!),
      packets: [packets[0]!.number],
      firstWrong: packets[0]!.number,
    }))
  },
}

function unwantedOrder(found: Packet[], filters: DisplayFilter[]): FindingParts {
  const expected = `not in this order: ${filters.join(', then ')}`
  const seen = found.map(showPacket).join(', then ')
  return {
    sentence: 'Expected the packets in another order, or not all of them.',
    wantsSubject: true,
    expected,
    seen,
    packets: found.map(({ number }) => number),
  }
}

/** Names the missing packet, the one before it, and what came there instead. */
function missing(packets: readonly Packet[], found: Packet[], filters: DisplayFilter[]): FindingParts {
  const filter = filters[found.length]!
  const last = found.at(-1)
  const next = last === undefined ? packets[0] : packets[packets.indexOf(last) + 1]
  const expected = `a packet with ${filter}${last === undefined ? '' : ` after ${showPacket(last)}`}`
  const seen =
    next === undefined ? 'no more packets' : `${showPacket(next)}${packets.at(-1) === next ? '' : ' and others'}`
  const which = filters.length === 1 ? 'it' : `number ${found.length + 1} of ${filters.length}`
  const after = last === undefined ? '' : ` after ${showPacket(last)}`
  const clause = `${which} did not come${after}; ${next === undefined ? 'nothing more came' : `${seen} came instead`}`
  return {
    sentence: `Of the packets that the test looks for, ${clause}.`,
    clause,
    wantsSubject: true,
    expected,
    seen,
    packets: found.map(({ number }) => number),
    expectedAfter: last?.number,
  }
}

function spacingSentence(expected: string, seen: number[], wanted: number, wrong: number, pass: boolean): string {
  if (pass) return `Expected other gaps than ${expected.slice('gaps of '.length)}.`
  if (wrong < 0 || wrong >= seen.length)
    return `Expected ${expected}, but there were ${seen.length} gaps instead of ${wanted}: ${seen.map(showMs).join(', ') || 'none'}.`
  return `Expected ${expected}, but gap ${wrong + 1} was ${showMs(seen[wrong]!)}.`
}

/** When there are too many, points at the first beyond the limit. */
function firstTooMany(found: Packet[], count: Comparison): number | undefined {
  const most =
    typeof count === 'number'
      ? count
      : /^<=? \d/.test(count)
        ? Number(count.split(' ')[1]) - (count.startsWith('<=') ? 0 : 1)
        : null
  return most === null ? undefined : found[most]?.number
}

function packetsOf(received: unknown): readonly Packet[] {
  if (Array.isArray(received) && received.every((item) => item?.bytes instanceof Uint8Array))
    return received as Packet[]
  throw new TypeError('expect(…) was given something else than packets: give it what lab.capture(…).all() gave')
}

/** Packets, or times in milliseconds. */
function timesOf(received: unknown): number[] {
  if (Array.isArray(received) && received.every((item) => typeof item === 'number')) return received as number[]
  return packetsOf(received).map(({ at }) => at)
}

const numbersOf = (received: unknown): number[] =>
  (received as (Packet | number)[]).flatMap((item) => (typeof item === 'number' ? [] : item.number))

const showMs = (ms: number) => formatDuration(Math.round(ms * 1000) / 1000)
const plural = (count: Comparison, word: string) => (count === 1 || /\b1$/.test(String(count)) ? word : `${word}s`)
