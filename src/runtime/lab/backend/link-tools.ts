import {
  addressFamily,
  type Endpoint,
  FilterError,
  type Link,
  type Impairment as LinkImpairment,
  type Network,
  type QueueLimit,
  type Scheduler,
} from '#network'
import type { Impairment } from '../api/index.ts'
import { parseBytes } from '../byte-count.ts'
import { toNanoseconds } from '../duration.ts'
import { Failure } from './wait.ts'

const UNITS = { '': 1, k: 1e3, M: 1e6, G: 1e9 } as const

/** Link operations that several subjects need. */
export class LinkTools {
  readonly #network: Network<Scheduler>

  constructor(network: Network<Scheduler>) {
    this.#network = network
  }

  get all(): readonly Link[] {
    return this.#network.links
  }

  at(index: number): Link {
    const link = this.all[index]
    if (!link) throw new Failure('MISUSE', `a link from 0 to ${this.all.length - 1}`, String(index))
    return link
  }

  /** Returns the link between two nodes. */
  between([a, b]: readonly [string, string]): Link {
    try {
      return this.#network.link(a, b)
    } catch (error) {
      throw new Failure('MISUSE', `a link between ${a} and ${b}`, (error as Error).message)
    }
  }

  /** Changes values; returns a function that restores the previous ones. */
  impair(link: Link, values: Impairment, from: string | undefined): () => void {
    try {
      return link.impair(toLinkImpairment(values), from)
    } catch (error) {
      throw new Failure('MISUSE', 'values that a link can have', (error as Error).message)
    }
  }

  /** Cuts every link of a host; returns a function that restores those that were up. */
  isolate(hostName: string): () => void {
    const links = this.all.filter(({ endpoints }) => endpoints.some((end) => nodeOf(end) === hostName))
    for (const link of links) link.cut()
    return () => {
      for (const link of links) link.restore()
    }
  }

  /** Silences a host on a connection, acknowledgments included: rules on all its links drop its packets. */
  silence(hostName: string, local: Endpoint, remote: Endpoint): void {
    const ip = addressFamily(local.address) === 6 ? 'ipv6' : 'ip'
    const filter = `${ip}.src == ${local.address} && ${ip}.dst == ${remote.address} && tcp.srcport == ${local.port} && tcp.dstport == ${remote.port}`
    for (const link of this.all.filter(({ endpoints }) => endpoints.some((end) => nodeOf(end) === hostName))) {
      const rule = link.addRule({ filter, action: 'drop', count: Number.POSITIVE_INFINITY }, hostName)
      if (rule instanceof FilterError) throw new Error(`the filter of a rule: ${rule.reason}`)
    }
  }

  /** Cuts every link on a path between nodes of different groups. */
  partition(groups: string[][]): Link[] {
    const groupOf = this.#spread(groups)
    const cut = this.all.filter(({ endpoints: [a, b] }) => {
      const [left, right] = [groupOf.get(nodeOf(a)), groupOf.get(nodeOf(b))]
      return left !== undefined && right !== undefined && left !== right
    })
    for (const link of cut) link.cut()
    return cut
  }

  /** Group of each node: its own, otherwise that of the nearest node with one. */
  #spread(groups: string[][]): Map<string, number> {
    const groupOf = new Map<string, number>()
    groups.forEach((names, group) => {
      for (const name of names) groupOf.set(name, group)
    })
    for (let grew = true; grew; ) {
      const found: [string, number][] = []
      for (const { endpoints } of this.all) {
        const [a, b] = [nodeOf(endpoints[0]), nodeOf(endpoints[1])]
        const [left, right] = [groupOf.get(a), groupOf.get(b)]
        if (left !== undefined && right === undefined) found.push([b, left])
        if (right !== undefined && left === undefined) found.push([a, right])
      }
      for (const [name, group] of found) if (!groupOf.has(name)) groupOf.set(name, group)
      grew = found.length > 0
    }
    return groupOf
  }
}

function nodeOf(endpoint: string): string {
  return endpoint.slice(0, endpoint.indexOf(':'))
}

/** Converts a test's values (durations already in milliseconds) to the link's units. */
function toLinkImpairment({ delay, jitter, rate, queue, ...rest }: Impairment): Partial<LinkImpairment> {
  return {
    ...rest,
    ...(delay !== undefined && { delay: toNanoseconds(delay as number) }),
    ...(jitter !== undefined && { jitter: toNanoseconds(jitter as number) }),
    ...(rate !== undefined && { rate: bitsPerSecond(rate) }),
    ...(queue !== undefined && { queue: queueLimit(queue) }),
  }
}

function bitsPerSecond(rate: number | string): number {
  if (typeof rate === 'number') return rate
  const match = /^(\d+(?:\.\d+)?)([kMG]?)bit$/.exec(rate)
  if (!match) throw new Failure('MISUSE', 'a rate like "10Mbit", or bits per second', JSON.stringify(rate))
  return Number(match[1]) * UNITS[match[2] as keyof typeof UNITS]
}

function queueLimit(queue: number | string): QueueLimit {
  if (typeof queue === 'number') return queue
  const bytes = parseBytes(queue)
  if (bytes === null)
    throw new Failure('MISUSE', 'a queue of packets like 100, or of bytes like "64kB"', JSON.stringify(queue))
  return { bytes }
}
