/** Multicast beside the kernel: the same calls, each as a member of the other's groups, the kernel as querier and as what it reports. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  BindFlag,
  dissect,
  emitIgmp,
  errnoName,
  fieldsNamed,
  type Host,
  type IgmpQuery,
  IpProtocol,
  type RawSocket,
  SocketOption,
  type UdpSocket,
} from '#network'
import { BesideLinux, LINUX, SIMULATED, until, whyNoNamespaces } from './beside-linux.ts'

const problem = whyNoNamespaces()
if (problem !== null) console.warn(`Skipped: multicast beside the Linux kernel: ${problem}`)

const GROUP = '239.7.7.7'
const GROUP6 = 'ff15::77'

function socket(host: Host, family: 4 | 6 = 4): UdpSocket {
  const made = host.udp.socket(family)
  made.bind(family === 4 ? '0.0.0.0' : '::', 5000, BindFlag.REUSEADDR)
  made.setOption(SocketOption.MULTICAST_INTERFACE, 0, 'eth0')
  return made
}

type Step = [name: keyof typeof SocketOption, text: string]

/** What happens to a member of groups; the first letters of a report say what it tells. */
const SCRIPT: Step[] = [
  ['ADD_MEMBERSHIP', `${GROUP}|eth0`],
  ['ADD_MEMBERSHIP', `${GROUP}|eth0`],
  ['BLOCK_SOURCE', `${GROUP}|eth0|10.99.0.7`],
  ['BLOCK_SOURCE', `${GROUP}|eth0|10.99.0.7`],
  ['ADD_SOURCE_MEMBERSHIP', `${GROUP}|eth0|10.99.0.8`],
  ['UNBLOCK_SOURCE', `${GROUP}|eth0|10.99.0.7`],
  ['UNBLOCK_SOURCE', `${GROUP}|eth0|10.99.0.7`],
  ['DROP_MEMBERSHIP', `${GROUP}|eth0`],
  ['DROP_MEMBERSHIP', `${GROUP}|eth0`],
  ['ADD_SOURCE_MEMBERSHIP', `${GROUP}|eth0|10.99.0.8`],
  ['ADD_SOURCE_MEMBERSHIP', `${GROUP}|eth0|10.99.0.9`],
  ['ADD_SOURCE_MEMBERSHIP', `${GROUP}|eth0|10.99.0.9`],
  ['BLOCK_SOURCE', `${GROUP}|eth0|10.99.0.7`],
  ['DROP_SOURCE_MEMBERSHIP', `${GROUP}|eth0|10.99.0.8`],
  ['DROP_SOURCE_MEMBERSHIP', `${GROUP}|eth0|10.99.0.8`],
  ['DROP_SOURCE_MEMBERSHIP', `${GROUP}|eth0|10.99.0.9`],
  // Nothing is dropped, and yet the membership is for sources from then on, of which there are none.
  ['ADD_MEMBERSHIP', '239.7.7.8|eth0'],
  ['DROP_SOURCE_MEMBERSHIP', '239.7.7.8|eth0|10.99.0.8'],
  ['BLOCK_SOURCE', '239.7.7.8|eth0|10.99.0.8'],
  ['ADD_MEMBERSHIP', '10.99.0.1|eth0'],
  ['ADD_MEMBERSHIP', `${GROUP}|eth9`],
]

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe.skipIf(problem !== null)('multicast beside the Linux kernel', { timeout: 60_000 }, () => {
  let world: BesideLinux
  beforeAll(() => {
    world = new BesideLinux({ ipv6: true })
  })
  afterAll(() => world.close())

  /** What one side told routers since a packet, without repetitions. */
  function told(side: 'simulated' | 'linux', since: number): string[] {
    const packets = world.recorder.packets.slice(since).filter(({ from }) => from === `${side}:eth0`)
    const lines = packets.flatMap(({ bytes }) => {
      const packet = dissect(bytes)
      if (packet.protocol !== 'IGMP') return []
      const header = [...bytes.subarray(14, 16), bytes[20]! & 0x40, bytes[22]!].join(' ')
      return [`${fieldsNamed(packet, 'ip.dst')[0]!.value} [${header}] ${packet.summary}`]
    })
    return lines.filter((line, index) => line !== lines[index - 1])
  }

  /** The steps one after the other, each with time for its report and the repetition of that. */
  async function play(side: 'simulated' | 'linux', steps: readonly Step[], wait = 1300) {
    const since = world.recorder.packets.length
    const member = socket(world[side])
    const results: string[] = []
    for (const [name, text] of steps) {
      const result = member.setOption(SocketOption[name], 0, text)
      results.push(`${name} ${text}: ${result < 0 ? errnoName(result) : result}`)
      // A call that fails may change something all the same: then it is told before the next.
      await pause(result === 0 ? wait : 150)
    }
    return { member, results, reports: told(side, since) }
  }

  test('every call has the kernel’s result, and is told to routers in the kernel’s words', async () => {
    const [ours, theirs] = await Promise.all([play('simulated', SCRIPT), play('linux', SCRIPT)])
    expect(ours.results).toEqual(theirs.results)
    expect(ours.reports).toEqual(theirs.reports)
    expect(ours.reports.length).toBeGreaterThan(6)
    for (const { member } of [ours, theirs]) member.close()
  })

  test('both are members: each hears the other, over both families', async () => {
    for (const [family, group] of [
      [4, GROUP],
      [6, GROUP6],
    ] as const) {
      const [ours, theirs] = [socket(world.simulated, family), socket(world.linux, family)]
      for (const one of [ours, theirs]) expect(one.setOption(SocketOption.ADD_MEMBERSHIP, 0, `${group}|eth0`)).toBe(0)
      for (const [sender, receiver] of [
        [ours, theirs],
        [theirs, ours],
      ] as const) {
        sender.setOption(SocketOption.MULTICAST_LOOP, 0)
        expect(sender.send(Buffer.from(`to ${group}`), { address: group, port: 5000 })).toBeGreaterThan(0)
        await until(() => (receiver.readiness() & 1) !== 0, `a datagram to ${group}`)
        expect(receiver.receive(100)).toMatchObject({ bytes: Uint8Array.from(Buffer.from(`to ${group}`)) })
      }
      expect(world.simulated.groups()).toEqual(world.linux.groups())
      for (const one of [ours, theirs]) one.close()
    }
  })

  test('queries of all versions are answered in the kernel’s words', async () => {
    const query = (more: Partial<IgmpQuery>): IgmpQuery => ({
      kind: 'query',
      version: 3,
      maximumResponseTime: 5,
      group: '0.0.0.0',
      suppress: false,
      robustness: 2,
      queryInterval: 1,
      sources: [],
      ...more,
    })
    const queries = [
      query({}),
      query({ group: GROUP }),
      query({ group: GROUP, sources: ['10.99.0.8', '10.99.0.9'] }),
      query({ version: 2 }),
      query({ version: 2, group: GROUP }),
    ]
    const answers: Record<string, string[]> = {}
    for (const [member, asking, address] of [
      ['simulated', 'linux', LINUX],
      ['linux', 'simulated', SIMULATED],
    ] as const) {
      const { member: one } = await play(member, [
        ['ADD_MEMBERSHIP', `${GROUP}|eth0`],
        ['BLOCK_SOURCE', `${GROUP}|eth0|10.99.0.8`],
      ])
      const raw = world[asking].raw.socket(4, IpProtocol.IGMP) as RawSocket
      raw.bind(address, 0)
      const since = world.recorder.packets.length
      for (const message of queries) {
        raw.send(emitIgmp(message), { address: message.group === '0.0.0.0' ? '224.0.0.1' : message.group, port: 0 })
        await pause(900)
      }
      answers[member] = told(member, since)
      one.setOption(SocketOption.DROP_MEMBERSHIP, 0, `${GROUP}|eth0`)
      await pause(200)
      answers[member].push(...told(member, since).slice(answers[member].length))
      one.close()
      raw.close()
    }
    expect(answers.simulated).toEqual(answers.linux)
    expect(answers.simulated!.length).toBeGreaterThanOrEqual(3)
  })
})

describe.skipIf(problem !== null)('the kernel’s bridge as querier of our hosts', { timeout: 60_000 }, () => {
  let world: BesideLinux
  beforeAll(() => {
    world = new BesideLinux({ ipv6: true })
    const settings =
      'mcast_snooping 1 mcast_querier 1 mcast_query_use_ifaddr 1 mcast_igmp_version 3 mcast_mld_version 2'
    // Hundredths of a second.
    const times = 'mcast_startup_query_interval 100 mcast_query_interval 100 mcast_query_response_interval 50'
    world.namespace.ip([
      `link add br0 type bridge ${settings} ${times} mcast_last_member_interval 20`,
      `address flush dev eth0`,
      `link set eth0 master br0`,
      `address add ${LINUX}/24 dev br0`,
      `link set br0 up`,
    ])
  })
  afterAll(() => world.close())

  interface Row {
    grp: string
    port: string
    /** Of a row for one source; the group's own has none. */
    src?: string
    filter_mode?: string
    source_list?: { address: string }[]
  }

  /** The groups that the bridge has learnt from our reports. */
  function learnt(): Row[] {
    const [table] = JSON.parse(world.namespace.command('bridge', ['-j', '-d', 'mdb', 'show'])) as { mdb: Row[] }[]
    return (table?.mdb ?? []).filter(({ port }) => port === 'eth0')
  }

  const row = (group: string) => learnt().find(({ grp, src }) => grp === group && src === undefined)
  const queries = (since: number) =>
    world.recorder.packets.slice(since).filter(({ bytes, from }) => {
      if (from !== 'linux:eth0') return false
      const packet = dissect(bytes)
      return packet.summary.startsWith('Membership Query') || fieldsNamed(packet, 'icmpv6.type')[0]?.value === 130
    }).length

  test('it knows which sources we want', async () => {
    const member = socket(world.simulated)
    member.setOption(SocketOption.ADD_SOURCE_MEMBERSHIP, 0, `${GROUP}|eth0|10.99.0.9`)
    await until(() => row(GROUP)?.source_list?.some(({ address }) => address === '10.99.0.9') === true, 'the source')
    expect(row(GROUP)!.filter_mode).toBe('include')
    member.close()
  })

  test.each([
    ['IGMPv3 and MLDv2', 3, 2],
    ['IGMPv2 and MLDv1', 2, 1],
  ])('with %s it learns our groups from answers alone, and that they were left', async (_, igmp, mld) => {
    const since = world.recorder.packets.length
    world.namespace.ip([`link set br0 type bridge mcast_igmp_version ${igmp} mcast_mld_version ${mld}`])
    await until(() => queries(since) >= 2, 'queries of both families')
    const members = [socket(world.simulated, 4), socket(world.simulated, 6)] as const
    members[0].setOption(SocketOption.ADD_MEMBERSHIP, 0, `${GROUP}|eth0`)
    members[1].setOption(SocketOption.ADD_MEMBERSHIP, 0, `${GROUP6}|eth0`)
    await until(() => row(GROUP) !== undefined && row(GROUP6) !== undefined, 'the bridge to know our groups')
    // What it has learnt is forgotten; answers to its queries must bring it back.
    for (const group of [GROUP, GROUP6])
      world.namespace.command('bridge', ['mdb', 'del', 'dev', 'br0', 'port', 'eth0', 'grp', group])
    expect([row(GROUP), row(GROUP6)]).toEqual([undefined, undefined])
    const flushed = queries(0)
    await until(() => queries(0) >= flushed + 4, 'more queries')
    await until(() => row(GROUP) !== undefined && row(GROUP6) !== undefined, 'our answers')
    members[0].setOption(SocketOption.DROP_MEMBERSHIP, 0, `${GROUP}|eth0`)
    members[1].setOption(SocketOption.DROP_MEMBERSHIP, 0, `${GROUP6}|eth0`)
    await until(() => row(GROUP) === undefined && row(GROUP6) === undefined, 'the bridge to forget our groups')
    // That of our own address it must still know: a neighbor asks for it there.
    expect(learnt().map(({ grp }) => grp)).toContain('ff02::1:ff00:1')
    for (const member of members) member.close()
  })
})
