/**
 * The shape of a topology file after its defaults are merged and its parameters filled in. containerlab's shape where it fits
 * (`name`, `topology.{defaults,kinds,nodes,links}`, `kind`, `labels`, `endpoints`, `mtu`); addresses, routes, impairments and
 * parameters are ours. The words of each `regex` and `refine` complete the sentence "expected …".
 */
import { z } from 'zod'
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

const Address = z.union([z.ipv4(), z.ipv6()])
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
  rate: Rate,
  loss: Probability,
  duplicate: Probability,
  reorder: Probability,
  corrupt: Probability,
  /** Frames that may wait. */
  queue: z.number().int().positive(),
}
const Impairment = z.strictObject(impairment).partial()

const Interface = z.strictObject({ addresses: z.array(Cidr).default([]), mac: Mac.optional() })
const Interfaces = z.record(InterfaceName, Interface).default({})
const Labels = z.record(z.string(), z.string()).default({})

const Route = z.strictObject({
  to: z.union([z.literal('default'), Cidr]),
  via: Address.optional(),
  dev: InterfaceName.optional(),
  metric: z.number().int().min(0).optional(),
})

const stack = { interfaces: Interfaces, labels: Labels, routes: z.array(Route).default([]) }
const Host = z.strictObject({ kind: z.literal('host'), ...stack })
const Router = z.strictObject({
  kind: z.literal('router'),
  ...stack,
  /** Sends no ICMP errors. */
  silent: z.boolean().default(false),
})
const Switch = z.strictObject({ kind: z.literal('switch'), labels: Labels })
const Node = z.discriminatedUnion('kind', [Host, Router, Switch])

const Endpoint = textLike(/^[A-Za-z][\w-]*:[a-z][\w.-]*$/, 'a node and its interface like "client:eth0"')
const Link = z.strictObject({
  endpoints: z.tuple([Endpoint, Endpoint]),
  ...z.strictObject(impairment).partial().shape,
  mtu: Mtu.default(1500),
  labels: Labels,
  /** What differs in the direction from the first endpoint to the second, and back. */
  forward: Impairment.optional(),
  backward: Impairment.optional(),
})

const Parameter = z.union([z.string(), z.number(), z.boolean()])

export const Topology = z.strictObject({
  version: z.literal(1),
  name: NodeName,
  /** Names usable as `${name}` anywhere below; whoever opens a world may set them. */
  parameters: z
    .record(textLike(/^[A-Za-z]\w*$/, 'a letter, then letters, digits or underscores'), Parameter)
    .default({}),
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

export const NODE_KINDS = ['host', 'router', 'switch'] as const
/** Kinds that a file may come to name before the platform has them. */
export const PLANNED_KINDS = ['firewall', 'nat', 'box'] as const
