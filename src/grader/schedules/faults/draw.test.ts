import { describe, expect, test } from 'vitest'
import type { NetworkDescription } from '#network'
import type { FaultPlan } from '../../plan/index.ts'
import { describeFaults, drawFaults } from './index.ts'

/** client – switch – server, and a second link between the switch and the server. */
const network = {
  name: 'test',
  nodes: [
    { kind: 'host', name: 'client' },
    { kind: 'switch', name: 'lan' },
    { kind: 'host', name: 'server' },
  ],
  links: [
    { endpoints: ['client:eth0', 'lan:p1'] },
    { endpoints: ['lan:p2', 'server:eth0'] },
    { endpoints: ['server:eth1', 'lan:p3'] },
  ],
} as unknown as NetworkDescription

const worlds = (options: object): FaultPlan => ({ kind: 'worlds', options })
const lossy = worlds({ loss: 0.2, duplicate: 0.1, reorder: 0.1, corrupt: 0.1 })

describe('the faults of a world', () => {
  test('are the same for the same seed, others for another', () => {
    expect(drawFaults(lossy, network, 7, 1)).toEqual(drawFaults(lossy, network, 7, 1))
    expect(drawFaults(lossy, network, 7, 1)).not.toEqual(drawFaults(lossy, network, 8, 1))
  })

  test('are none in the first world', () => {
    expect(drawFaults(lossy, network, 7, 0)).toEqual([])
  })

  test('hit packets where a host sends them, each once', () => {
    const faults = drawFaults(lossy, network, 7, 1)
    const places = faults.map((fault) => ('from' in fault ? `${fault.link} ${fault.from} ${fault.nth}` : ''))
    expect(new Set(places).size).toBe(places.length)
    expect(new Set(faults.map((fault) => 'from' in fault && `${fault.link} ${fault.from}`))).toEqual(
      new Set(['client,lan,0 client', 'lan,server,0 server', 'server,lan,1 server']),
    )
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(['drop', 'duplicate', 'delay', 'corrupt']))
  })

  test('occur as often as requested', () => {
    const faults = drawFaults(worlds({ loss: 0.25, first: 2_000 }), network, 1, 1)
    expect(faults.length / 6_000).toBeCloseTo(0.25, 1)
  })

  test('of one kind stay the same when another kind is left out', () => {
    const drops = (plan: FaultPlan) => drawFaults(plan, network, 7, 1).filter(({ kind }) => kind === 'drop')
    expect(drops(lossy)).toEqual(drops(worlds({ loss: 0.2 })))
  })

  test('may be silences of links and hosts without power', () => {
    const plan = worlds({ outages: { most: 4, longest: '300ms' }, crashes: { hosts: ['server'], longest: '1s' } })
    const kinds = drawFaults(plan, network, 3, 1).map(({ kind }) => kind)
    expect(kinds).toContain('outage')
    expect(kinds.filter((kind) => kind === 'crash')).toHaveLength(1)
  })
})

test('datagrams come twice, in another order, late', () => {
  const plan = (schedule: 'duplicate' | 'reorder' | 'late' | 'lossy' | 'whole'): FaultPlan => ({
    kind: 'datagrams',
    schedule,
    filter: 'udp',
  })
  const kinds = (schedule: Parameters<typeof plan>[0]) =>
    drawFaults(plan(schedule), network, 7, 0).flatMap((fault) =>
      'from' in fault && fault.from === 'client' && fault.nth <= 4 ? `${fault.kind} ${fault.nth}` : [],
    )
  expect(kinds('whole')).toEqual([])
  expect(kinds('duplicate')).toEqual(['duplicate 1', 'duplicate 2', 'duplicate 3', 'duplicate 4'])
  expect(kinds('reorder')).toEqual(['delay 1', 'delay 3'])
  expect(kinds('late')).toEqual(['delay 1', 'delay 4'])
  expect(kinds('lossy')).toEqual(['drop 1', 'drop 4'])
})

test('are said in words', () => {
  const link = ['client', 'server', 0] as const
  const drop = { kind: 'drop', link, from: 'client', filter: '', nth: 3 } as const
  expect(describeFaults([drop, { ...drop, kind: 'delay', by: 20 }])).toBe(
    'packet 3 of client was lost and packet 3 of client came 20 ms late',
  )
  expect(describeFaults([{ kind: 'crash', host: 'server', at: 100, lasts: 50 }])).toBe(
    'server lost power at 100 ms for 50 ms',
  )
  expect(describeFaults(Array(5).fill(drop))).toMatch(/ and 2 more things went wrong$/)
})
