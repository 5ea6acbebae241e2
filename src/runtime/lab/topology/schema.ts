/**
 * Schema of a topology file, after merging defaults and filling in parameters. Follows containerlab where it fits
 * (`name`, `topology.{defaults,kinds,nodes,links}`, `kind`, `labels`, `endpoints`, `mtu`); addresses, routes,
 * impairments and parameters are ours. The text of each `regex` and `refine` completes the sentence "expected …".
 */
import { z } from 'zod'
import type { GilbertElliott } from '#network'
import { BYTES_PATTERN, parseBytes } from '../byte-count.ts'
import { parseZone, ZoneError } from '../dns/index.ts'
import { DURATION_PATTERN, parseDuration, toNanoseconds } from '../duration.ts'
import { textLike } from '../yaml/index.ts'

const Duration = textLike(DURATION_PATTERN, 'a duration like "10ms" (ns, us, ms, s, min, h)').transform((text) =>
  toNanoseconds(parseDuration(text)!),
)

const UNITS = { '': 1, k: 1e3, M: 1e6, G: 1e9 } as const
const RATE = /^(\d+(?:\.\d+)?)([kMG]?)bit$/
const Rate = textLike(RATE, 'a rate like "10Mbit" (bit, kbit, Mbit, Gbit)').transform((text) => {
  const [, number, unit] = RATE.exec(text)!
  return Math.round(Number(number) * UNITS[unit as keyof typeof UNITS])
})

const Queue = z.union([
  z.number().int().positive(),
  textLike(BYTES_PATTERN, 'bytes like "64kB" (B, kB, MB, GB, KiB, MiB, GiB)').transform((text) => ({
    bytes: parseBytes(text)!,
  })),
])

const Address = z.union([z.ipv4(), z.ipv6()])
/** Those of the link alone (224.0.0.0/24) no router forwards (RFC 5771 §4). */
const Group = textLike(/^(?!224\.0\.0\.)2(2[4-9]|3\d)(\.\d{1,3}){3}$/, 'a routable IPv4 multicast group like 239.1.2.3')
const Cidr = z.union([z.cidrv4(), z.cidrv6()])
const Mac = textLike(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/, 'a MAC address like 02:00:00:00:00:01')
const NodeName = textLike(/^[A-Za-z][A-Za-z0-9-]{0,14}$/, 'a letter, then at most 14 letters, digits or hyphens')
const InterfaceName = textLike(
  /^[a-z][a-z0-9.-]{0,14}$/,
  'an interface name like eth0: a lower-case letter, then at most 14 letters, digits, dots or hyphens',
)
const Probability = z.number().min(0).max(1)
const Mtu = z.number().int().min(68).max(65_535)

const impairment = {
  delay: Duration,
  jitter: Duration,
  jitterCorrelation: Probability,
  rate: Rate,
  loss: Probability,
  lossCorrelation: Probability,
  duplicate: Probability,
  reorder: Probability,
  gap: z.number().int().positive(),
  corrupt: Probability,
  /** Frames that may wait, or bytes of them. */
  queue: Queue,
  /** Waiting frames from which on the next is marked "congestion experienced". */
  mark: z.number().int().min(0),
  /** Loss in bursts, under the names of Linux's netem. */
  gemodel: z
    .strictObject({
      p: Probability,
      r: Probability,
      '1-h': Probability.optional(),
      '1-k': Probability.optional(),
    })
    .transform((model) => present(model) as GilbertElliott),
}
const Impairment = z.strictObject(impairment).partial()

const Seconds = z.number().int().min(0).max(0xffff_ffff)

const Advertise = z.strictObject({
  prefixes: z
    .array(
      z.strictObject({
        prefix: z.cidrv6(),
        validLifetime: Seconds.optional(),
        preferredLifetime: Seconds.optional(),
      }),
    )
    .min(1),
  /** As a default router. */
  lifetime: z.number().int().min(0).max(9000).optional(),
  mtu: z.number().int().min(1280).max(65_535).optional(),
  nameServers: z.array(z.ipv6()).default([]),
  /** Longest time between two advertisements. */
  interval: Duration.optional(),
})

const Interface = z.strictObject({
  addresses: z.array(Cidr).default([]),
  mac: Mac.optional(),
  /** Whether packets must come in where their source is reached (`strict`), or from anywhere that is reached (`loose`) (RFC 3704). */
  rp_filter: z.enum(['off', 'strict', 'loose']).optional(),
  /** Router advertisements on the link. Lifetimes in seconds. */
  advertise: Advertise.optional(),
  /** An address, a default route and more by what routers on the link advertise (RFC 4862). */
  slaac: z.boolean().default(false),
  /** Whether IPv6 addresses are probed before use (duplicate address detection). */
  dad: z.enum(['off', 'on', 'optimistic']).default('off'),
})
const Interfaces = z.record(InterfaceName, Interface).default({})
const Labels = z.record(z.string(), z.string()).default({})

/** `main`, or a number, as Linux counts them. */
const Table = z.union([z.literal('main'), z.number().int().min(1).max(252)])
const Priority = z.number().int().min(0).max(0xffff_ffff)

const NextHop = z.strictObject({
  via: Address.optional(),
  dev: InterfaceName.optional(),
  weight: z.number().int().min(1).max(256).default(1),
})

const Route = z.strictObject({
  to: z.union([z.literal('default'), Cidr]),
  via: Address.optional(),
  dev: InterfaceName.optional(),
  metric: Priority.optional(),
  /** The source address to prefer. */
  src: Address.optional(),
  table: Table.optional(),
  /** Fate of packets that take it. */
  type: z.enum(['unicast', 'blackhole', 'unreachable', 'prohibit', 'throw']).default('unicast'),
  /** Several ways, to choose from by flow (ECMP). */
  nexthops: z.array(NextHop).min(2).optional(),
})

const RoutingRule = z.strictObject({
  priority: Priority.optional(),
  from: Cidr.optional(),
  to: Cidr.optional(),
  /** Incoming interface; `lo`: the host's own packets. */
  iif: InterfaceName.optional(),
  /** The interface that its socket is bound to. */
  oif: InterfaceName.optional(),
  table: Table.optional(),
  action: z.enum(['lookup', 'blackhole', 'unreachable', 'prohibit']).default('lookup'),
  /** Of a rule that names no prefix. */
  family: z.union([z.literal(4), z.literal(6)]).optional(),
})

/** Lines of master files by the zone's name. */
const Zones = z
  .record(z.string(), z.array(z.string()))
  .superRefine((zones, context) => {
    for (const [origin, lines] of Object.entries(zones))
      for (const [index, line] of lines.entries()) {
        const message = problemOfZone(origin, line)
        if (message !== null) context.addIssue({ code: 'custom', path: [origin, index], message })
      }
  })
  .default({})

function problemOfZone(origin: string, line: string): string | null {
  try {
    parseZone(origin, [line])
    return null
  } catch (error) {
    if (error instanceof ZoneError) return error.message
    throw error
  }
}

const stack = {
  interfaces: Interfaces,
  labels: Labels,
  routes: z.array(Route).default([]),
  rules: z.array(RoutingRule).default([]),
  /** DNS zones that it answers for, with authority, on port 53. */
  zones: Zones,
  /** Kernel parameters by their Linux names. */
  sysctls: z.record(z.string(), z.union([z.number(), z.string()])).default({}),
}
const Host = z.strictObject({ kind: z.literal('host'), ...stack })
const Router = z.strictObject({
  kind: z.literal('router'),
  ...stack,
  /** Static routes of groups, as smcroute has them: what comes in by `from`, from one source or from all, goes out by `to`. */
  mroutes: z
    .array(
      z.strictObject({
        from: InterfaceName,
        source: z.ipv4().optional(),
        group: Group,
        to: z.array(InterfaceName).min(1),
      }),
    )
    .default([]),
  /** Sends no ICMP errors. */
  silent: z.boolean().default(false),
})
const Port = z.number().int().min(1).max(65_535)
const NatBehavior = z.enum(['endpoint', 'address', 'address-and-port'])
/** Idle times of entries. Linux counts them in whole seconds. */
const idle = {
  'tcp-idle': Duration.optional(),
  'udp-idle': Duration.optional(),
}
const Nat = z.strictObject({
  kind: z.literal('nat'),
  ...stack,
  ...idle,
  /** The interface whose address hides the others. */
  outside: InterfaceName,
  /** RFC 4787's behaviors. Linux has the last of each, and the simulated network all. */
  mapping: NatBehavior.optional(),
  filtering: NatBehavior.optional(),
  ports: z.enum(['preserve', 'parity', 'random', 'sequential']).optional(),
  /** First and last outside port. */
  range: z
    .tuple([Port, Port])
    .refine(([first, last]) => first <= last, 'a first port that is not above the last')
    .optional(),
  'ports-per-host': z.number().int().min(1).optional(),
  /** Packets from inside to a mapped outside endpoint come back in. */
  hairpin: z.boolean().optional(),
  /** Outside ports that lead to a host inside. */
  forward: z
    .array(
      z.strictObject({
        protocol: z.enum(['tcp', 'udp']),
        port: Port,
        to: z.ipv4(),
        'to-port': Port.optional(),
      }),
    )
    .optional(),
})
const Firewall = z.strictObject({
  kind: z.literal('firewall'),
  ...stack,
  ...idle,
  /** Rules for new connections, in order; the first match decides, and packets without a match pass. */
  filter: z
    .array(
      z
        .strictObject({
          protocol: z.enum(['tcp', 'udp', 'icmp']).optional(),
          from: Cidr.optional(),
          to: Cidr.optional(),
          port: Port.optional(),
          iif: InterfaceName.optional(),
          oif: InterfaceName.optional(),
          action: z.enum(['pass', 'drop', 'reject', 'reset']),
        })
        .superRefine(({ protocol, port, action }, context) => {
          if (port !== undefined && protocol !== 'tcp' && protocol !== 'udp')
            context.addIssue({ code: 'custom', path: ['port'], message: 'a port needs "protocol: tcp" or "udp"' })
          if (action === 'reset' && protocol !== 'tcp')
            context.addIssue({ code: 'custom', path: ['action'], message: 'a reset needs "protocol: tcp"' })
        }),
    )
    .default([]),
})
const Switch = z.strictObject({ kind: z.literal('switch'), labels: Labels })
const Node = z.discriminatedUnion('kind', [Host, Router, Nat, Firewall, Switch])

const Endpoint = textLike(/^[A-Za-z][\w-]*:[a-z][\w.-]*$/, 'a node and its interface like "client:eth0"')
const Link = z
  .strictObject({
    endpoints: z.tuple([Endpoint, Endpoint]),
    ...z.strictObject(impairment).partial().shape,
    mtu: Mtu.default(1500),
    labels: Labels,
    /** What differs in the direction from the first endpoint to the second, and back. */
    forward: Impairment.optional(),
    backward: Impairment.optional(),
  })
  .superRefine((link, context) => {
    for (const way of ['forward', 'backward'] as const) {
      const { reorder = 0, delay = 0 } = { ...link, ...present(link[way]) }
      const path = link[way]?.reorder === undefined ? ['reorder'] : [way, 'reorder']
      if (reorder > 0 && delay === 0)
        context.addIssue({
          code: 'custom',
          path,
          message: 'reordering sends packets without the delay, but this link has no "delay"',
        })
    }
  })

/** Without the values that are not named, which would hide those of both directions. */
function present<T extends object>(values: T | undefined): Partial<T> {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value !== undefined)) as Partial<T>
}

const Parameter = z.union([z.string(), z.number(), z.boolean()])

export const Topology = z.strictObject({
  version: z.literal(1),
  name: NodeName,
  /** Names usable as `${name}` anywhere below; the opener of a world can set them. */
  parameters: z
    .record(textLike(/^[A-Za-z]\w*$/, 'a letter, then letters, digits or underscores'), Parameter)
    .default({}),
  /** Protocols of UDP ports that packets are to be read as, where the port alone does not tell: `{ 5300: dns }`. */
  ports: z.record(textLike(/^\d{1,5}$/, 'a port'), z.enum(['dns'])).default({}),
  topology: z.strictObject({
    nodes: z
      .record(NodeName, Node)
      .refine((nodes) => Object.keys(nodes).length > 0, 'a topology needs at least one node'),
    links: z.array(Link),
  }),
})
export type Topology = z.output<typeof Topology>
export type TopologyNode = z.output<typeof Node>
export type TopologyLink = z.output<typeof Link>

export const NODE_KINDS = ['host', 'router', 'nat', 'firewall', 'switch'] as const
/** Kinds that a file may come to name before the platform has them. */
export const PLANNED_KINDS = ['box'] as const
