import { describe, expect, test } from 'vitest'
import { dissect, type LinkRule, RULE_ACTIONS, SECOND, type SimulatedNetwork, writePcapng } from '#network'
import { missing } from '../support/requirements.ts'
import { complaints, differences } from './compare.ts'
import { readWithTshark } from './tshark.ts'
import { lan, pattern, transfer } from './worlds.ts'

const noTshark = missing('tshark')

const ALWAYS = { count: Number.POSITIVE_INFINITY } as const

const SPLIT: LinkRule = { filter: 'tcp.len > 0', ...ALWAYS, action: 'split', size: 400, cut: [1, 2, 1500] }
/** What a rule may make of a packet that is whole afterwards; a truncated one is malformed, as it must be. */
const RULES: readonly LinkRule[] = [
  { filter: 'tcp.len > 0', ...ALWAYS, nth: 2, every: 3, action: 'merge' },
  {
    filter: 'tcp.len > 0',
    ...ALWAYS,
    nth: 3,
    every: 7,
    action: 'set',
    fields: { 'tcp.flags.push': 1, 'tcp.urgent_pointer': 0 },
  },
  { filter: 'ip', ...ALWAYS, nth: 2, every: 11, action: 'set', fields: { 'ip.ttl': 33, 'ip.dsfield.dscp': 46 } },
  { filter: 'ipv6', ...ALWAYS, nth: 2, every: 11, action: 'set', fields: { 'ipv6.hlim': 33, 'ipv6.flow': 0x12345 } },
  { filter: 'tcp.len > 0', ...ALWAYS, nth: 5, every: 13, action: 'mark' },
]

describe.skipIf(noTshark)('Wireshark finds nothing wrong with what rules make of packets', { timeout: 120_000 }, () => {
  test.each(['IPv4', 'IPv6'])('over %s: good checksums, nothing malformed, every field as ours', (family) => {
    const network: SimulatedNetwork = lan(1, { mtu: 1500 }, family === 'IPv6')
    // Small segments of the client's link fit together on the server's.
    network.link('client', 'lan').addRule(SPLIT)
    for (const rule of RULES) network.link('server', 'lan').addRule(rule)
    const address = family === 'IPv6' ? '2001:db8::2' : '10.0.0.2'
    const data = pattern(60_000)
    const { received } = transfer(network.host('client'), network.host('server'), address, data)
    network.clock.runUntil(20 * SECOND)
    expect(received().equals(data)).toBe(true)
    const { packets } = network.recorder
    const changes = new Set(packets.map(({ changedBy }) => changedBy))
    expect(RULE_ACTIONS.filter((action) => changes.has(action as never))).toEqual(['set', 'split', 'merge'])
    const theirs = readWithTshark(writePcapng(network.endpoints, packets), ['tcp.relative_sequence_numbers:FALSE'])
    expect(theirs).toHaveLength(packets.length)
    const wrong = packets.flatMap((record, index) =>
      [...complaints(theirs[index]!), ...differences(dissect(record.bytes), theirs[index]!)].map(
        (text) => `${record.number}: ${text}`,
      ),
    )
    expect(wrong.slice(0, 20)).toEqual([])
  })
})
