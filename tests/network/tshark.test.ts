import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dissect, EtherType, emitEthernet, Recorder, writePcapng } from '#network'
import { missing } from '../support/requirements.ts'
import { complaints, differences } from './compare.ts'
import { frame, header } from './synthetic.ts'
import { ipv6 } from './synthetic-ipv6.ts'
import { readWithTshark } from './tshark.ts'

const noTshark = missing('tshark')

describe.skipIf(noTshark)('Wireshark reads what we write', { timeout: 30_000 }, () => {
  const ipv6Frame = fc.tuple(header, ipv6).map(([h, payload]) => emitEthernet({ ...h, type: EtherType.IPV6, payload }))

  test.each([
    ['IPv4 and ARP', frame],
    ['IPv6', ipv6Frame],
  ])(
    '2,000 synthetic frames of %s: none malformed, no bad checksum, every field of our dissection as tshark has it',
    (_name, frames) => {
      const recorder = new Recorder()
      for (const bytes of fc.sample(frames, { numRuns: 2000, seed: 1 })) {
        recorder.record({
          at: recorder.packets.length * 1000,
          link: 0,
          from: 'a:eth0',
          to: 'b:eth0',
          bytes,
          fate: 'delivered',
          cause: null,
        })
      }
      const theirs = readWithTshark(writePcapng(['a:eth0'], recorder.packets), [
        'tcp.relative_sequence_numbers:FALSE',
        'ipv6.defragment:FALSE',
      ])
      expect(theirs).toHaveLength(2000)
      const wrong = recorder.packets.flatMap((record, index) =>
        [...complaints(theirs[index]!), ...differences(dissect(record.bytes), theirs[index]!)].map(
          (text) => `${record.number}: ${text}`,
        ),
      )
      expect(wrong.slice(0, 20)).toEqual([])
    },
  )

  test('names of interfaces, nanoseconds since the epoch of the world, and why a packet was lost', () => {
    const recorder = new Recorder()
    const [first, second] = fc.sample(frame, { numRuns: 2, seed: 2 }) as [Uint8Array, Uint8Array]
    recorder.record({ at: 1, link: 0, from: 'b:eth0', to: 'a:eth0', bytes: first, fate: 'loss', cause: null })
    recorder.record({
      at: 2_000_000_003,
      link: 0,
      from: 'a:eth0',
      to: 'b:eth0',
      bytes: second,
      fate: 'delivered',
      cause: null,
    })
    const [lost, delivered] = readWithTshark(writePcapng(['a:eth0', 'b:eth0'], recorder.packets))
    const texts = (name: string) => [lost, delivered].map((packet) => packet!.get(name)?.[0]?.text)
    expect(texts('frame.interface_name')).toEqual(['b:eth0', 'a:eth0'])
    expect(texts('frame.time_epoch')).toEqual(['1767225600.000000001', '1767225602.000000003'])
    expect(texts('frame.comment')).toEqual(['lost on the link', undefined])
  })
})
