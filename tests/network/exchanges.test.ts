import { describe, expect, test } from 'vitest'
import {
  CaptureAnalysis,
  DnsCode,
  type DnsMessage,
  DnsType,
  emitDns,
  type Impairment,
  MILLISECOND,
  SECOND,
  type SimulatedNetwork,
  writePcapng,
} from '#network'
import { missing } from '../support/requirements.ts'
import { fieldsWithTshark } from './tshark.ts'
import { lan, ping } from './worlds.ts'

const noTshark = missing('tshark')

const NUMBERS = [
  ...['icmp.resp_in', 'icmp.resp_to', 'icmp.resptime', 'icmpv6.resp_in', 'icmpv6.resp_to', 'icmpv6.resptime'],
  ...['dns.response_in', 'dns.response_to', 'dns.time', 'dns.qry.name.len', 'dns.count.labels'],
  ...['dns.retransmit_request_in', 'dns.retransmit_response_in'],
  ...['udp.stream', 'udp.time_relative', 'udp.time_delta'],
]
const MARKS = ['icmp.resp_not_found', 'icmpv6.resp_not_found']

/** What we say of each packet of a link beside what tshark, reading twice, says of it. */
function readings(network: SimulatedNetwork, link: number): [ours: string, theirs: string][] {
  const records = network.recorder.packets
    .filter((record) => record.link === link)
    .map((record, index) => ({ ...record, number: index + 1 }))
  const theirs = fieldsWithTshark(writePcapng(network.endpoints, records), [...NUMBERS, ...MARKS], ['-2'])
  const analysis = new CaptureAnalysis()
  for (const record of records) analysis.add(record)
  return records.map((record, index) => {
    const { layers } = analysis.dissect(record)
    const ours = new Map(layers.flatMap(({ fields }) => fields.map((field) => [field.name, field.text] as const)))
    return [line(ours, record.number), line(theirs[index]!, record.number)]
  })
}

function line(fields: ReadonlyMap<string, string>, number: number): string {
  const numbers = NUMBERS.flatMap((name) => (fields.has(name) ? [`${name} ${fields.get(name)}`] : []))
  return [number, ...numbers, ...MARKS.filter((name) => fields.has(name))].join(', ')
}

/** Asks for the same name three times, each time once more half a second later; the server answers some of it, one of it twice. */
function askNames(network: SimulatedNetwork): void {
  const [client, server] = [network.host('client').udp.socket(4), network.host('server').udp.socket(4)]
  client.bind('0.0.0.0', 5353)
  server.bind('0.0.0.0', 53)
  for (const [id, answers] of [1, 0, 2].entries())
    for (const _again of [0, 1]) {
      client.send(emitDns(message(id + 7, false)), { address: '10.0.0.2', port: 53 })
      network.clock.runUntil(network.clock.now + 250 * MILLISECOND)
      for (let i = 0; i < answers; i++) server.send(emitDns(message(id + 7, true)), { address: '10.0.0.1', port: 5353 })
      network.clock.runUntil(network.clock.now + 250 * MILLISECOND)
    }
}

function message(id: number, isResponse: boolean): DnsMessage {
  const question = { name: 'www.a.test', type: DnsType.A, class: 1 }
  return {
    id,
    isResponse,
    opcode: 0,
    isAuthoritative: false,
    isTruncated: false,
    recursionDesired: true,
    recursionAvailable: false,
    reserved: 0,
    code: DnsCode.NOERROR,
    questions: [question],
    answers: isResponse ? [{ ...question, ttl: 5, data: { address: '192.0.2.1' } }] : [],
    authorities: [],
    additionals: [],
  }
}

describe.skipIf(noTshark)('questions and answers, as Wireshark pairs them', { timeout: 60_000 }, () => {
  test.each<Partial<Impairment>>([{}, { loss: 0.2, duplicate: 0.2, jitter: 20 * MILLISECOND }])(
    'pings of both families and DNS over UDP, %o',
    (impairment) => {
      const network = lan(8, impairment, true)
      const client = network.host('client')
      for (const address of ['10.0.0.2', '2001:db8::2', 'ff02::1', '10.0.0.255', '224.0.0.1', '10.0.0.9'])
        ping(client, address, [0, 8, 56, 3000], network.clock)
      askNames(network)
      network.clock.runUntil(network.clock.now + 10 * SECOND)
      const both = readings(network, 1)
      const said = both.map(([ours]) => ours)
      expect(said).toEqual(both.map(([, theirs]) => theirs))
      for (const name of NUMBERS)
        expect(
          said.some((text) => text.includes(`${name} `)),
          name,
        ).toBe(true)
    },
  )
})
