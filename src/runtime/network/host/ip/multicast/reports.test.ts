import { describe, expect, test } from 'vitest'
import { SECOND } from '../../../clock.ts'
import { emitIgmp, IpProtocol } from '../../../wire/index.ts'
import type { RawSocket } from '../../socket.ts'
import { GROUP, GROUP6, multicastLan } from './lan.fixture.ts'

const OTHER = '239.4.5.6'
/** Returns the reports without their times. */
const said = (lines: readonly string[]) => lines.map((line) => line.slice(line.indexOf(' ') + 1))
const times = (lines: readonly string[]) => lines.map((line) => Number(line.split(' ')[0]))

describe('IGMPv3 (RFC 3376)', () => {
  test('a join is reported at once and again within a second; so is a leave', () => {
    const { socket, option, reports, run } = multicastLan()
    const a = socket('a')
    option(a, 'ADD_MEMBERSHIP', `${GROUP}|`)
    run(5)
    option(a, 'DROP_MEMBERSHIP', `${GROUP}|`)
    run(5)
    const all = reports('a')
    expect(said(all)).toEqual([
      ...Array(2).fill(`224.0.0.22 Membership Report / join ${GROUP}`),
      ...Array(2).fill(`224.0.0.22 Membership Report / leave ${GROUP}`),
    ])
    const [first, second, third, fourth] = times(all) as [number, number, number, number]
    expect([first, third]).toEqual([0, 5])
    for (const gap of [second - first, fourth - third]) expect(gap > 0 && gap < 1).toBe(true)
  })

  test('goes out with TTL 1, a router alert and internetwork control', () => {
    const { socket, option, network, run } = multicastLan()
    option(socket('a'), 'ADD_MEMBERSHIP', `${GROUP}|`)
    run(0.1)
    const { bytes } = network.recorder.packets.find(({ bytes: frame }) => frame[23] === IpProtocol.IGMP)!
    expect([...bytes.subarray(0, 6)]).toEqual([0x01, 0x00, 0x5e, 0, 0, 22])
    expect([bytes[14], bytes[15], bytes[22], ...bytes.subarray(34, 38)]).toEqual([0x46, 0xc0, 1, 0x94, 4, 0, 0])
  })

  test('changes of one moment go into one report, lists of sources as allowed and blocked', () => {
    const { socket, option, reports, run, network } = multicastLan()
    const a = socket('a')
    option(a, 'ADD_SOURCE_MEMBERSHIP', `${GROUP}||10.0.0.2`)
    option(a, 'ADD_MEMBERSHIP', `${OTHER}|`)
    run(3)
    const then = network.clock.now
    option(a, 'ADD_SOURCE_MEMBERSHIP', `${GROUP}||10.0.0.3`)
    option(a, 'BLOCK_SOURCE', `${OTHER}||10.0.0.9`)
    run(3)
    expect(said(reports('a', 0)).slice(0, 1)).toEqual([
      `224.0.0.22 Membership Report / ${GROUP} allows {10.0.0.2} / join ${OTHER}`,
    ])
    expect(said(reports('a', then))).toEqual(
      Array(2).fill(`224.0.0.22 Membership Report / ${GROUP} allows {10.0.0.3} / ${OTHER} blocks {10.0.0.9}`),
    )
  })

  test('a general query is answered once for all groups, somewhere in the time it gives', () => {
    const { socket, option, reports, run, query, network } = multicastLan()
    const a = socket('a')
    option(a, 'ADD_MEMBERSHIP', `${GROUP}|`)
    option(a, 'ADD_SOURCE_MEMBERSHIP', `${OTHER}||10.0.0.2`)
    run(5)
    query({ maximumResponseTime: 50 })
    run(10)
    const all = reports('a', 5 * SECOND)
    expect(said(all)).toEqual([`224.0.0.22 Membership Report / ${GROUP} excludes {} / ${OTHER} includes {10.0.0.2}`])
    expect(times(all)[0]! > 5 && times(all)[0]! < 10).toBe(true)
    expect(network.host('a').ip.multicast.reporter(network.host('a').interface('eth0')!, 4).version).toBe(3)
  })

  test('a query for a group is answered for that group, one for sources as Linux answers it', () => {
    const { socket, option, reports, run, query } = multicastLan()
    const a = socket('a')
    option(a, 'ADD_MEMBERSHIP', `${GROUP}|`)
    option(a, 'BLOCK_SOURCE', `${GROUP}||10.0.0.2`)
    option(a, 'ADD_MEMBERSHIP', `${OTHER}|`)
    run(5)
    query({ group: GROUP })
    run(5)
    query({ group: GROUP, sources: ['10.0.0.2', '10.0.0.3'] })
    run(5)
    query({ group: GROUP, sources: ['10.0.0.2'] })
    run(5)
    option(a, 'ADD_SOURCE_MEMBERSHIP', '239.7.7.7||10.0.0.2')
    run(5)
    query({ group: '239.7.7.7', sources: ['10.0.0.2', '10.0.0.3'] })
    run(5)
    // Of an exclude list all is reported, and nothing when all sources in question are excluded; of an include list the wanted ones.
    expect(said(reports('a', 5 * SECOND).filter((line) => !line.includes('allows')))).toEqual([
      `224.0.0.22 Membership Report / ${GROUP} excludes {10.0.0.2}`,
      `224.0.0.22 Membership Report / ${GROUP} excludes {10.0.0.2}`,
      `224.0.0.22 Membership Report / 239.7.7.7 includes {10.0.0.2}`,
    ])
  })

  test('a robustness of 3 in the query makes three reports', () => {
    const { socket, option, reports, run, query } = multicastLan()
    query({ robustness: 3 })
    run(2)
    option(socket('a'), 'ADD_MEMBERSHIP', `${GROUP}|`)
    run(5)
    expect(reports('a')).toHaveLength(3)
  })

  test('an interface that comes up again reports all its groups', () => {
    const { socket, option, reports, run, network } = multicastLan()
    option(socket('a'), 'ADD_MEMBERSHIP', `${GROUP}|`)
    run(5)
    network.host('a').setInterface('eth0', false)
    run(1)
    network.host('a').setInterface('eth0', true)
    run(5)
    expect(said(reports('a', 5 * SECOND))).toEqual(Array(2).fill(`224.0.0.22 Membership Report / join ${GROUP}`))
  })

  test('one seed gives one set of delays, another another', () => {
    const delays = (seed: number) => {
      const { socket, option, reports, run, query } = multicastLan({ seed })
      option(socket('a'), 'ADD_MEMBERSHIP', `${GROUP}|`)
      run(2)
      query({ maximumResponseTime: 100 })
      run(12)
      return reports('a')
    }
    expect(delays(1)).toEqual(delays(1))
    expect(delays(1)).not.toEqual(delays(2))
  })
})

describe('beside an older router', () => {
  test('of IGMPv2: a report to the group, twice within ten seconds; a leave to all routers; back to 3 when it is gone', () => {
    const { socket, option, reports, run, query } = multicastLan()
    query({ version: 2, maximumResponseTime: 10 })
    run(1)
    const a = socket('a')
    option(a, 'ADD_MEMBERSHIP', `${GROUP}|`)
    run(20)
    option(a, 'DROP_MEMBERSHIP', `${GROUP}|`)
    run(1)
    expect(said(reports('a'))).toEqual([
      ...Array(2).fill(`${GROUP} Membership Report group ${GROUP}`),
      `224.0.0.2 Leave Group ${GROUP}`,
    ])
    // 2 × 125 s and the response time of 1 s after the query (RFC 3376 8.12).
    run(228)
    option(a, 'ADD_MEMBERSHIP', `${GROUP}|`)
    run(0.5)
    expect(said(reports('a')).at(-1)).toBe(`${GROUP} Membership Report group ${GROUP}`)
    run(3)
    option(a, 'ADD_MEMBERSHIP', `${OTHER}|`)
    run(0.5)
    expect(said(reports('a')).at(-1)).toBe(`224.0.0.22 Membership Report / join ${OTHER}`)
  })

  test('of IGMPv2: one host answers for all, and the other leaves without a word', () => {
    const { socket, option, reports, run, query } = multicastLan()
    query({ version: 2, maximumResponseTime: 10 })
    run(1)
    const [a, b] = [socket('a'), socket('b')]
    for (const one of [a, b]) option(one, 'ADD_MEMBERSHIP', `${GROUP}|`)
    run(30)
    query({ version: 2, maximumResponseTime: 100 })
    run(15)
    const answers = [...reports('a', 31 * SECOND), ...reports('b', 31 * SECOND)]
    expect(answers).toHaveLength(1)
    const silent = reports('a', 31 * SECOND).length === 0 ? 'a' : 'b'
    option(silent === 'a' ? a : b, 'DROP_MEMBERSHIP', `${GROUP}|`)
    run(5)
    expect(reports(silent, 46 * SECOND)).toEqual([])
  })

  test('of IGMPv1: reports of version 1, and no leave', () => {
    const { socket, option, reports, run, query } = multicastLan()
    query({ version: 1, maximumResponseTime: 0 })
    run(1)
    const a = socket('a')
    option(a, 'ADD_MEMBERSHIP', `${GROUP}|`)
    run(20)
    option(a, 'DROP_MEMBERSHIP', `${GROUP}|`)
    run(5)
    expect(said(reports('a'))).toEqual(Array(2).fill(`${GROUP} Membership Report group ${GROUP}`))
  })

  test('a query with a wrong checksum is not heard', () => {
    const { socket, option, reports, run, network } = multicastLan()
    option(socket('a'), 'ADD_MEMBERSHIP', `${GROUP}|`)
    run(5)
    const ear = network.host('querier').raw.socket(4, IpProtocol.IGMP) as RawSocket
    const bytes = emitIgmp({
      kind: 'query',
      version: 2,
      maximumResponseTime: 10,
      group: '0.0.0.0',
      suppress: false,
      robustness: 0,
      queryInterval: 0,
      sources: [],
    })
    bytes[2]! ^= 1
    ear.send(bytes, { address: '224.0.0.1', port: 0 })
    run(5)
    expect(reports('a', 5 * SECOND)).toEqual([])
  })
})

describe('MLD (RFC 3810, RFC 2710)', () => {
  test('a join and a leave are reported as IGMPv3 reports them, from the link-local address, with a router alert', () => {
    const { socket, option, reports, run, network } = multicastLan()
    const a = socket('a', 6)
    option(a, 'ADD_MEMBERSHIP', `${GROUP6}|`)
    run(5)
    option(a, 'DROP_MEMBERSHIP', `${GROUP6}|::%eth0`)
    run(5)
    expect(said(reports('a'))).toEqual([
      ...Array(2).fill(`ff02::16 4 ${GROUP6}`),
      ...Array(2).fill(`ff02::16 3 ${GROUP6}`),
    ])
    const { bytes } = network.recorder.packets.find(({ from }) => from === 'a:eth0')!
    expect([bytes[21], ...bytes.subarray(22, 24), ...bytes.subarray(54, 62)]).toEqual([
      ...[1, 0xfe, 0x80],
      ...[58, 0, 5, 2, 0, 0, 1, 0],
    ])
  })

  test('a general query is answered with the groups of the host’s own addresses too', () => {
    const { socket, option, reports, run, query6 } = multicastLan()
    option(socket('a', 6), 'ADD_MEMBERSHIP', `${GROUP6}|`)
    run(5)
    query6(2)
    run(5)
    expect(said(reports('a', 5 * SECOND))).toEqual([`ff02::16 2 ff02::1:ff00:1 / 2 ${GROUP6}`])
  })

  test('beside a router of version 1: a report to the group, and a done to all routers', () => {
    const { socket, option, reports, run, query6 } = multicastLan()
    query6(1)
    run(5)
    const a = socket('a', 6)
    option(a, 'ADD_MEMBERSHIP', `${GROUP6}|`)
    run(20)
    option(a, 'DROP_MEMBERSHIP', `${GROUP6}|`)
    run(1)
    expect(said(reports('a', 5 * SECOND))).toEqual([
      ...Array(2).fill(`${GROUP6} Multicast Listener Report ${GROUP6}`),
      `ff02::2 Multicast Listener Done ${GROUP6}`,
    ])
  })
})
