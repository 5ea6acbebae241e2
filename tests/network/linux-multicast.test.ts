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
} from '../../src/runtime/network/index.ts'
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
  async function play(side: 'simulated' | 'linux', steps: readonly Step[], wait = 1100) {
    const since = world.recorder.packets.length
    const member = socket(world[side])
    const results: string[] = []
    for (const [name, text] of steps) {
      const result = member.setOption(SocketOption[name], 0, text)
      results.push(`${name} ${text}: ${result < 0 ? errnoName(result) : result}`)
      if (result === 0) await pause(wait)
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
      ...{ kind: 'query', version: 3, maximumResponseTime: 5, group: '0.0.0.0', suppress: false },
      ...{ robustness: 2, queryInterval: 1, sources: [] },
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
