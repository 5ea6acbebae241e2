import { milliseconds } from '#lab'
import { type NetworkDescription, RandomStream } from '#network'
import type { DatagramSchedule, FaultOptions, FaultPlan } from '../../plan/index.ts'
import type { Crash, Fault, LinkName, Outage, PacketFault } from './fault.ts'

/** A place where a host hands its packets to the network: faults happen here, so that each packet meets at most one. */
interface Outlet {
  link: LinkName
  from: string
}

const DEFAULT_FIRST = 60
/**
 * Default filter for faults: no packet of neighbor discovery. A kernel asks three times (`mcast_solicit`, RFC 4861 §10), then the host
 * is unreachable: at 10 % loss in one world of 150, where no program could do better.
 */
const DEFAULT_FILTER = 'not (arp or icmpv6.type in {135, 136})'
const DEFAULT_DELAY_MS = 50
/** Default times at which outages and crashes begin. */
const DEFAULT_SPAN_MS = 1_000

/**
 * Everything that goes wrong in one of a test's worlds. Every chance is drawn under a label of its own (place and packet), so that a fault taken away
 * changes no other. World 0 of a fault test has none: what fails there fails without help.
 */
export function drawFaults(plan: FaultPlan, network: NetworkDescription, seed: number, world: number): Fault[] {
  const outlets = outletsOf(network)
  if (plan.kind === 'datagrams')
    return outlets.flatMap((outlet) => datagramFaults(outlet, plan.schedule, plan.filter, seed))
  if (world === 0) return []
  const { options } = plan
  return [
    ...outlets.flatMap((outlet) => packetFaults(outlet, options, seed)),
    ...outagesOf(network, options, seed),
    ...crashesOf(options, seed),
  ]
}

function outletsOf({ nodes, links }: NetworkDescription): Outlet[] {
  const hosts = new Set(nodes.filter(({ kind }) => kind === 'host').map(({ name }) => name))
  return linkNames(links).flatMap((link) =>
    [link[0], link[1]].filter((node) => hosts.has(node)).map((from) => ({ link, from })),
  )
}

function linkNames(links: NetworkDescription['links']): LinkName[] {
  const seen = new Map<string, number>()
  return links.map(({ endpoints: [left, right] }) => {
    const [a, b] = [nodeOf(left), nodeOf(right)]
    const key = [a, b].toSorted().join(' ')
    const index = seen.get(key) ?? 0
    seen.set(key, index + 1)
    return [a, b, index]
  })
}

const nodeOf = (endpoint: string) => endpoint.split(':')[0]!

function packetFaults(outlet: Outlet, options: FaultOptions, seed: number): PacketFault[] {
  const { loss = 0, duplicate = 0, reorder = 0, corrupt = 0, filter = DEFAULT_FILTER, first = DEFAULT_FIRST } = options
  const delayMs = milliseconds(options.delay ?? DEFAULT_DELAY_MS)
  return numbers(first).flatMap((nth): PacketFault[] => {
    const random = drawsFor(seed, outlet, nth)
    const place = { ...outlet, filter, nth }
    // In this order, whichever of them are requested: changing one share changes only its own faults.
    const [isLost, isDouble, isLate, isDamaged] = [loss, duplicate, reorder, corrupt].map((share) =>
      random.chance(share),
    )
    if (isLost) return [{ ...place, kind: 'drop' }]
    if (isDouble) return [{ ...place, kind: 'duplicate' }]
    if (isLate) return [{ ...place, kind: 'delay', by: 1 + random.below(Math.max(1, Math.round(delayMs))) }]
    return isDamaged ? [{ ...place, kind: 'corrupt', at: random.below(64) }] : []
  })
}

function datagramFaults(outlet: Outlet, schedule: DatagramSchedule, filter: string, seed: number): PacketFault[] {
  return numbers(DEFAULT_FIRST).flatMap((nth): PacketFault[] => {
    const place = { ...outlet, filter, nth }
    const random = drawsFor(seed, outlet, nth)
    if (schedule === 'duplicate') return [{ ...place, kind: 'duplicate' }]
    if (schedule === 'reorder') return nth % 2 === 1 ? [{ ...place, kind: 'delay', by: 20 }] : []
    if (schedule === 'late') return nth % 3 === 1 ? [{ ...place, kind: 'delay', by: 200 }] : []
    if (schedule === 'lossy') return nth % 3 === 1 ? [{ ...place, kind: 'drop' }] : []
    if (schedule === 'whole') return []
    if (random.chance(0.25)) return [{ ...place, kind: 'duplicate' }]
    return random.chance(0.25) ? [{ ...place, kind: 'delay', by: 1 + random.below(100) }] : []
  })
}

function outagesOf({ links }: NetworkDescription, { outages }: FaultOptions, seed: number): Outage[] {
  if (!outages) return []
  const names = linkNames(links)
  return numbers(outages.most).flatMap((n): Outage[] => {
    const random = new RandomStream(seed, `fault:outage:${n}`)
    if (names.length === 0 || random.chance(0.5)) return []
    return [{ kind: 'outage', link: names[random.below(names.length)]!, ...span(random, outages) }]
  })
}

function crashesOf({ crashes }: FaultOptions, seed: number): Crash[] {
  if (!crashes) return []
  return crashes.hosts.map((host) => ({
    kind: 'crash',
    host,
    ...span(new RandomStream(seed, `fault:crash:${host}`), crashes),
  }))
}

type Span = { longest: string | number; within?: string | number }

/** Whole milliseconds: a report can say them. */
function span(random: RandomStream, { longest, within = DEFAULT_SPAN_MS }: Span): { at: number; lasts: number } {
  const [most, until] = [milliseconds(longest as never), milliseconds(within as never)]
  return { at: random.below(Math.max(1, Math.round(until))), lasts: 1 + random.below(Math.max(1, Math.round(most))) }
}

const drawsFor = (seed: number, { link, from }: Outlet, nth: number) =>
  new RandomStream(seed, `fault:${link.join('-')}:${from}:${nth}`)
const numbers = (n: number) => Array.from({ length: n }, (_, i) => i + 1)
