import { describe, expect, test } from 'vitest'
import { FilterError } from '../capture/index.ts'
import { tcp } from '../capture/packets.fixture.ts'
import { MILLISECOND, SECOND } from '../clock.ts'
import { ipv4ChecksumOk, transportChecksumOk } from '../wire/index.ts'
import type { LinkRule, RuleHandle } from './index.ts'
import { frame, wireOf } from './wire-of.fixture.ts'

const MS = MILLISECOND
const rule = (handle: RuleHandle | FilterError) => handle as RuleHandle

describe('which frames a rule is for', () => {
  const dropped = (rule: Partial<LinkRule>, gap = 0) => {
    const { clock, link, send, arrived } = wireOf()
    link.addRule({ filter: 'udp', action: 'drop', ...rule }, 'a')
    send(10, gap)
    clock.runUntil(SECOND)
    return Array.from({ length: 10 }, (_, i) => i).filter((i) => !arrived().includes(i))
  }

  test('every third from the second on, twice', () => {
    expect(dropped({ nth: 2, every: 3, count: 2 })).toEqual([1, 4])
    expect(dropped({ nth: 2, every: 3, count: Number.POSITIVE_INFINITY })).toEqual([1, 4, 7])
  })

  test('those before a time', () => {
    expect(dropped({ count: Number.POSITIVE_INFINITY, until: 4 * MS }, MS)).toEqual([0, 1, 2, 3])
  })

  test.each<[Partial<LinkRule>, string]>([
    [{ action: 'explode' as never }, 'there are drop, delay, duplicate, corrupt, set, truncate, split, merge, mark'],
    [{ nth: 0 }, 'needs "nth" to be a whole number from 1, not 0'],
    [{ every: 0.5 }, 'needs "every" to be a whole number from 1'],
    [{ action: 'set' }, 'needs "fields"'],
    [{ action: 'set', fields: { 'ip.tll': 1 } }, 'cannot set ip.tll: there is no such field; did you mean ip.ttl?'],
    [{ action: 'set', fields: { 'ip.ttl': 256 } }, 'cannot set ip.ttl to 256: the most is 255'],
    [{ action: 'set', fields: { 'ip.src': '10.0.0' } }, 'cannot set ip.src to "10.0.0": it is not an address'],
    [{ action: 'set', fields: { 'ip.addr': '10.0.0.1' } }, 'it stands for ip.src and ip.dst'],
    [{ action: 'set', fields: { 'tcp.len': 5 } }, 'it is worked out'],
    [{ action: 'truncate' }, 'needs "length"'],
    [{ action: 'split' }, 'needs "cut" (stream offsets) or "size"'],
  ])('a rule that cannot be says why: %j', (rule, message) => {
    expect(() => wireOf().link.addRule({ filter: '', action: 'drop', ...rule })).toThrow(message)
  })
})

describe('rules', () => {
  test('drop the second match and the two after it', () => {
    const { clock, link, fates, send } = wireOf()
    const handle = rule(link.addRule({ filter: 'udp', nth: 2, count: 3, action: 'drop' }, 'a'))
    send(6)
    clock.runUntil(0)
    expect(fates()).toEqual(['delivered', 'rule', 'rule', 'rule', 'delivered', 'delivered'])
    expect(handle.hits.map(({ number }) => number)).toEqual([2, 3, 4])
  })

  test('the first rule that applies wins, and the others count the frame all the same', () => {
    const { clock, link, fates, send } = wireOf()
    link.addRule({ filter: 'udp', nth: 1, action: 'drop' })
    link.addRule({ filter: 'udp.dstport == 7000', nth: 2, action: 'drop' })
    link.addRule({ filter: 'tcp', action: 'drop' })
    send(3)
    clock.runUntil(0)
    expect(fates()).toEqual(['rule', 'rule', 'delivered'])
  })

  test('without a direction a rule counts each direction by itself', () => {
    const { clock, link, recorder } = wireOf()
    const handle = rule(link.addRule({ filter: 'ip', action: 'drop' }))
    for (const end of [1, 0, 1, 0] as const) link.ends[end].transmit(frame(end))
    clock.runUntil(0)
    expect(recorder.packets.map(({ fate }) => fate)).toEqual(['rule', 'rule', 'delivered', 'delivered'])
    expect(handle.hits.map(({ number }) => number)).toEqual([1, 2])
  })

  test('delay one frame, and let the others pass it', () => {
    const { clock, link, arrived, arrivals, send } = wireOf({ delay: MS })
    link.addRule({ filter: 'ip.id == 0', action: 'delay', by: 600 * MS })
    send(2)
    clock.runUntil(SECOND)
    expect(arrived()).toEqual([1, 0])
    expect(arrivals.map(({ at }) => at)).toEqual([MS, 601 * MS])
  })

  test('duplicate, and corrupt a byte of the IP payload', () => {
    const { clock, link, arrivals, arrived, recorder, send } = wireOf()
    link.addRule({ filter: 'ip.id == 0', action: 'duplicate' })
    link.addRule({ filter: 'ip.id == 1', action: 'corrupt', at: 9 })
    send(2)
    clock.runUntil(0)
    expect(arrived()).toEqual([0, 0, 1])
    const damaged = arrivals[2]!.bytes.subarray(14)
    expect(ipv4ChecksumOk(damaged)).toBe(true)
    expect(transportChecksumOk(damaged.subarray(20), '10.0.0.1', '10.0.0.2', 17)).toBe(false)
    expect(arrivals[2]!.bytes[14 + 20 + 9]).toBe(recorder.packets[2]!.bytes[14 + 20 + 9]! ^ 1)
  })

  test('a filter can use relative numbers, also of a connection that was there before the rule', () => {
    const { clock, link, fates } = wireOf()
    const segment = (seq: number, data: string) => tcp({ flags: 'PSH ACK', seq: 5000 + seq, ack: 1, data })
    for (const bytes of [tcp({ flags: 'SYN', seq: 5000 }), segment(1, 'abc')]) link.ends[0].transmit(bytes)
    link.addRule({ filter: 'tcp.seq == 4', action: 'drop' }, 'a')
    link.addRule({ filter: 'tcp.analysis.retransmission', action: 'drop' }, 'a')
    for (const bytes of [segment(4, 'def'), segment(7, 'ghi'), segment(1, 'abc')]) link.ends[0].transmit(bytes)
    clock.runUntil(0)
    expect(fates()).toEqual(['delivered', 'delivered', 'rule', 'delivered', 'rule'])
  })

  test('chance leaves alone what a rule has chosen', () => {
    const { clock, link, fates, send } = wireOf({ loss: 1 })
    link.addRule({ filter: 'ip.id == 1', action: 'delay', by: MS })
    send(3)
    clock.runUntil(SECOND)
    expect(fates()).toEqual(['loss', 'delivered', 'loss'])
  })

  test('a rule that is taken away no longer applies; Infinity applies to all', () => {
    const { clock, link, fates, send } = wireOf()
    const handle = rule(link.addRule({ filter: '', count: Number.POSITIVE_INFINITY, action: 'drop' }))
    send(2)
    clock.runUntil(0)
    handle.remove()
    send(1)
    clock.runUntil(0)
    expect(fates()).toEqual(['rule', 'rule', 'delivered'])
  })

  test('a filter that does not compile is an answer, not an exception', () => {
    const error = wireOf().link.addRule({ filter: 'tcp.flag.fin == 1', action: 'drop' })
    expect(error).toBeInstanceOf(FilterError)
  })
})
