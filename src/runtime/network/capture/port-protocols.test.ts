import { expect, test } from 'vitest'
import { EtherType, emitEthernet, emitIpv4, emitUdp, IpProtocol } from '../wire/index.ts'
import { CaptureAnalysis } from './capture-analysis.ts'
import type { PacketRecord } from './packet-record.ts'

/** Makes a DNS query for a.test as a datagram to this port. */
function query(port: number): PacketRecord {
  const [source, destination] = ['10.0.9.1', '10.0.9.2']
  const question = [0x2a, 0x2a, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0x61, 4, 0x74, 0x65, 0x73, 0x74, 0, 0, 1, 0, 1]
  const udp = { sourcePort: 40_000, destinationPort: port, payload: Uint8Array.from(question) }
  const payload = emitUdp(udp, source, destination)
  const ip = { dscp: 0, ecn: 0, identification: 1, reservedFlag: false, dontFragment: true, moreFragments: false }
  const rest = { fragmentOffset: 0, ttl: 64, protocol: IpProtocol.UDP, options: new Uint8Array() }
  const bytes = emitEthernet({
    destination: '02:00:00:00:00:02',
    source: '02:00:00:00:00:01',
    type: EtherType.IPV4,
    payload: emitIpv4({ ...ip, ...rest, source, destination, payload }),
  })
  const ends = { from: 'client:eth0', to: 'server:eth0', link: 0 }
  return { ...ends, number: 1, at: 0, arrives: 1, bytes, cause: null, fate: 'delivered' }
}

function protocolOf(record: PacketRecord, ports?: Record<number, string>): string {
  const analysis = new CaptureAnalysis(ports)
  analysis.add(record)
  return analysis.dissect(record).protocol
}

test('a port is read as the topology says, and other ports as ever', () => {
  expect(protocolOf(query(5300))).toBe('UDP')
  expect(protocolOf(query(5300), { 5300: 'dns' })).toBe('DNS')
  expect(protocolOf(query(5301), { 5300: 'dns' })).toBe('UDP')
  expect(protocolOf(query(53))).toBe('DNS')
})
