import { afterEach, beforeEach, describe, test, expect as vitestExpect } from 'vitest'
import type { Clock, Packet } from '#lab'
import { tcp } from '#network/capture/packets.fixture.ts'
import { compareTimesBy, Finding } from '../../plan/index.ts'
import { expect } from '../index.ts'

let release = () => {}
beforeEach(() => {
  release = compareTimesBy({ tolerance: () => 1 } as unknown as Clock)
})
afterEach(() => release())

const packet = (number: number, at: number, spec: Parameters<typeof tcp>[0]) =>
  ({
    number,
    at,
    from: 'client:eth0',
    to: 'server:eth0',
    fate: 'delivered',
    summary: spec.flags,
    bytes: tcp(spec),
  }) as unknown as Packet

/** SYN, two segments, the second of them twice, FIN. */
const packets = [
  packet(1, 0, { flags: 'SYN', seq: 100 }),
  packet(2, 10, { flags: 'PSH ACK', seq: 101, ack: 1, data: 'hel' }),
  packet(3, 20, { flags: 'PSH ACK', seq: 104, ack: 1, data: 'lo' }),
  packet(4, 220, { flags: 'PSH ACK', seq: 104, ack: 1, data: 'lo' }),
  packet(5, 230, { flags: 'FIN ACK', seq: 106, ack: 1 }),
]

function findingOf(body: () => void): Finding {
  try {
    body()
  } catch (error) {
    const { actual } = error as { actual: unknown }
    if (actual instanceof Finding) return actual
    throw error
  }
  throw new Error('it did not fail')
}

describe('packets in order', () => {
  test('others may come between, numbers are relative to the connection', () => {
    expect(packets).toContainInOrder('tcp.flags.syn == 1', 'tcp.seq == 4', 'tcp.flags.fin == 1')
  })

  test('names the missing packet, the one before it, and what came instead', () => {
    const finding = findingOf(() =>
      expect(packets).toContainInOrder('tcp.flags.syn == 1', 'tcp.flags.fin == 1', 'tcp.len > 0'),
    )
    vitestExpect(finding).toMatchObject({
      sentence:
        'Of the packets that the test looks for, number 3 of 3 did not come after packet 5 (client > server FIN ACK); nothing more came.',
      packets: [1, 5],
    })
    const early = findingOf(() => expect(packets).toContainInOrder('tcp.len == 2', 'tcp.flags.reset == 1'))
    vitestExpect(early.sentence).toBe(
      'Of the packets that the test looks for, number 2 of 2 did not come after packet 3 (client > server PSH ACK); packet 4 (client > server PSH ACK) and others came instead.',
    )
    // The packet that came instead may be right: all that is known is which one is missing, and after which.
    vitestExpect(early).toMatchObject({ firstWrong: undefined, expectedAfter: 3 })
  })

  test('can be negated', () => {
    expect(packets).not.toContainInOrder('tcp.flags.fin == 1', 'tcp.flags.syn == 1')
    vitestExpect(() => expect(packets).not.toContainInOrder('tcp.flags.syn == 1')).toThrow('in another order')
  })

  test('an invalid filter is the author’s mistake', () => {
    vitestExpect(() => expect(packets).toContainInOrder('tcp.flag')).toThrow('tcp.flag')
  })
})

describe('how many', () => {
  test('exactly, at least, at most', () => {
    expect(packets).toHavePackets('tcp.len > 0', 3)
    expect(packets).toHavePackets('tcp.len > 0', '>= 2')
    expect(packets).toHavePackets('tcp.analysis.retransmission', '<= 1')
    expect(packets).not.toHavePackets('udp', '> 0')
  })

  test('with too many, the first beyond what was allowed is the wrong one', () => {
    const finding = findingOf(() => expect(packets).toHavePackets('tcp.len == 2', 1))
    vitestExpect(finding).toMatchObject({
      sentence: 'Expected 1 of the packets that the test counts, but 2 came.',
      firstWrong: 4,
    })
  })
})

describe('nothing after', () => {
  test('after the first match, except what is allowed', () => {
    expect(packets).toHaveNothingAfter('tcp.flags.fin == 1')
    expect(packets).toHaveNothingAfter('tcp.len == 3', { but: 'tcp.len == 2 || tcp.flags.fin == 1' })
    expect(packets).toHaveNothingAfter('tcp.len == 2', { last: true, but: 'tcp.flags.fin == 1' })
    vitestExpect(findingOf(() => expect(packets).toHaveNothingAfter('tcp.len == 3'))).toMatchObject({
      sentence:
        'Expected nothing more after packet 2 (client > server PSH ACK), but packet 3 (client > server PSH ACK) came.',
      firstWrong: 3,
    })
  })

  test('needs a packet to come after', () => {
    vitestExpect(findingOf(() => expect(packets).toHaveNothingAfter('udp')).sentence).toBe(
      'Expected a packet of those that the test looks for, but none came.',
    )
  })
})

describe('times', () => {
  test('between one packet and the next, with the tolerance of the world', () => {
    expect(packets).toBeSpaced([10, 10.5, '200ms', 10])
    const finding = findingOf(() => expect(packets).toBeSpaced([10, 10, '100ms', 10]))
    vitestExpect(finding).toMatchObject({
      sentence: 'Expected gaps of 10 ms, 10 ms, 100 ms, 10 ms, but gap 3 was 200 ms.',
      firstWrong: 4,
      measured: true,
    })
    vitestExpect(findingOf(() => expect([0, 5]).toBeSpaced([5, 5])).sentence).toMatch(
      'there were 1 gaps instead of 2: 5 ms',
    )
  })

  test('never more than a maximum in any window', () => {
    expect(packets).toHaveAtMost(3, { in: '50ms' })
    expect([0, 100, 200]).toHaveAtMost(1, { in: '100ms' })
    const finding = findingOf(() => expect(packets).toHaveAtMost(2, { in: '50ms' }))
    vitestExpect(finding).toMatchObject({
      sentence: 'Expected at most 2 in any 50 ms, but 3 came from 0 ms on.',
      firstWrong: 3,
    })
  })
})

test('one packet', () => {
  expect(packets[0]).toMatchFilter('tcp.flags.syn == 1')
  vitestExpect(() => expect(packets[1]).toMatchFilter('udp')).toThrow('Expected another packet than packet 2')
})
