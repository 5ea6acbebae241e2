import { addressFamily, ipAddressFrom, knownParameters, type Prefix, parsePrefix, prefixContains } from '#network'
import {
  didYouMean,
  type Located,
  type Path,
  type Position,
  type Problem,
  partAt,
  positionOf,
  problemAt,
} from '../yaml/index.ts'
import { NODE_KINDS, PLANNED_KINDS } from './schema.ts'

/**
 * Checks references between parts of a file: links to nodes, routes to networks. Looks only at parts that match the
 * schema, so that it can report together with the schema instead of after it.
 */
export function checkReferences(root: Located): Problem[] {
  return new ReferenceCheck(root).problems
}

interface NodeFacts {
  kind: string
  interfaces: Map<string, { at: Position; prefixes: { prefix: Prefix; path: Path }[] }>
}

class ReferenceCheck {
  readonly problems: Problem[] = []
  readonly #root: Located
  readonly #nodes = new Map<string, NodeFacts>()
  /** Interfaces and switch ports by the network segment they are on. */
  readonly #segments = new Segments()
  readonly #linked = new Set<string>()
  #unknownEnds = 0

  constructor(root: Located) {
    this.#root = root
    for (const name of this.#keys(['topology', 'nodes'])) this.#nodes.set(name, this.#node(name))
    for (const i of this.#items(['topology', 'links']).keys()) this.#link(i)
    for (const [name, node] of this.#nodes) {
      this.#unlinked(name, node)
      this.#routes(name, node)
      this.#rules(name, node)
      this.#sysctls(name, node)
      this.#middlebox(name, node)
      this.#mroutes(name, node)
    }
    this.#duplicateAddresses()
  }

  /** Interfaces that routes of groups speak of; what came in by one does not go back there. */
  #mroutes(name: string, node: NodeFacts): void {
    const path = ['topology', 'nodes', name, 'mroutes']
    for (const i of this.#items(path).keys()) {
      this.#interface([...path, i, 'from'], node)
      for (const j of this.#items([...path, i, 'to']).keys()) {
        this.#interface([...path, i, 'to', j], node)
        if (this.#scalar([...path, i, 'to', j]) === this.#scalar([...path, i, 'from']))
          this.#report([...path, i, 'to', j], 'found the interface of "from", expected another one')
      }
    }
  }

  /** Interfaces that a NAT or a firewall speaks of. */
  #middlebox(name: string, node: NodeFacts): void {
    const path = ['topology', 'nodes', name]
    this.#interface([...path, 'outside'], node)
    for (const i of this.#items([...path, 'filter']).keys())
      for (const key of ['iif', 'oif']) this.#interface([...path, 'filter', i, key], node)
  }

  #node(name: string): NodeFacts {
    const path = ['topology', 'nodes', name]
    const kind = String(this.#scalar([...path, 'kind']) ?? '')
    if ((PLANNED_KINDS as readonly string[]).includes(kind))
      this.#report(
        [...path, 'kind'],
        `the kind "${kind}" is not supported yet, expected one of ${NODE_KINDS.join(', ')}`,
      )
    const interfaces: NodeFacts['interfaces'] = new Map()
    for (const iface of this.#keys([...path, 'interfaces'])) {
      const ifacePath = [...path, 'interfaces', iface]
      const prefixes = this.#items([...ifacePath, 'addresses']).flatMap((_, i) => {
        const prefix = this.#prefix([...ifacePath, 'addresses', i])
        return prefix ? [{ prefix, path: [...ifacePath, 'addresses', i] }] : []
      })
      interfaces.set(iface, { at: positionOf(this.#root, ifacePath), prefixes })
    }
    return { kind, interfaces }
  }

  #link(index: number): void {
    const ends = [0, 1].map((side) => this.#end(['topology', 'links', index, 'endpoints', side]))
    if (ends[0] && ends[1]) this.#segments.join(ends[0], ends[1])
    else this.#unknownEnds++
  }

  /** The segment name of one end of a link, when it is right. */
  #end(path: Path): string | null {
    const text = this.#scalar(path)
    if (typeof text !== 'string' || !/^[^:]+:[^:]+$/.test(text)) return null
    const [name, iface] = text.split(':') as [string, string]
    const node = this.#nodes.get(name)
    if (!node) {
      const names = [...this.#nodes.keys()]
      this.#report(
        path,
        `found "${text}", but there is no node "${name}" (nodes: ${names.join(', ')})${didYouMean(name, names)}`,
      )
      return null
    }
    if (this.#linked.has(text)) this.#report(path, `${text} already has a link: an interface can have only one`)
    this.#linked.add(text)
    if (node.kind === 'switch') return `${name}:*`
    if (node.interfaces.has(iface)) return text
    const names = [...node.interfaces.keys()]
    const known = names.join(', ') || 'none'
    this.#report(
      path,
      `found "${text}", but ${name} has no interface "${iface}" (interfaces: ${known})${didYouMean(iface, names)}`,
    )
    return null
  }

  #unlinked(name: string, node: NodeFacts): void {
    // An end that could not be found may have been meant for this interface.
    if (this.#unknownEnds > 0 || this.#nodes.size === 1) return
    for (const iface of node.interfaces.keys())
      if (!this.#linked.has(`${name}:${iface}`))
        this.#report(
          ['topology', 'nodes', name, 'interfaces', iface],
          `${name}:${iface} has no link, expected one in topology.links`,
        )
  }

  #routes(name: string, node: NodeFacts): void {
    const path = ['topology', 'nodes', name, 'routes']
    for (const i of this.#items(path).keys()) {
      const route = [...path, i]
      this.#hop(route, name, node)
      const hops = this.#items([...route, 'nexthops'])
      for (const j of hops.keys()) {
        this.#hop([...route, 'nexthops', j], name, node)
        this.#needsWay([...route, 'nexthops', j], 'a next hop')
      }
      const refuses = (this.#scalar([...route, 'type']) ?? 'unicast') !== 'unicast'
      if (hops.length === 0 && !refuses) this.#needsWay(route, 'a route')
      else if (this.#hasWay(route))
        this.#report(route, `a route with ${refuses ? 'a refusing "type"' : '"nexthops"'} must not have "via" or "dev"`)
      this.#ownAddress([...route, 'src'], name, node)
    }
  }

  /** Checks `via` and `dev` of a route, or of one of its hops. */
  #hop(path: Path, name: string, node: NodeFacts): void {
    const via = this.#scalar([...path, 'via'])
    const gateway = typeof via === 'string' ? parsePrefix(via) : null
    const prefixes = prefixesOf(node)
    const isLocal = gateway !== null && prefixContains(LINK_LOCAL, gateway.address)
    if (isLocal && this.#scalar([...path, 'dev']) === undefined)
      this.#report([...path, 'via'], `found ${via}, which exists on every link: set "dev" as well`)
    else if (gateway && !isLocal && !prefixes.some((prefix) => prefixContains(prefix, gateway.address)))
      this.#report([...path, 'via'], `found ${via}, expected an address on a network of ${name} (${listed(prefixes)})`)
    this.#interface([...path, 'dev'], node)
  }

  #interface(path: Path, node: NodeFacts, besides: string[] = []): void {
    const dev = this.#scalar(path)
    const names = [...node.interfaces.keys(), ...besides]
    if (typeof dev === 'string' && !names.includes(dev))
      this.#report(
        path,
        `found "${dev}", expected one of ${names.join(', ') || 'no interfaces'}${didYouMean(dev, names)}`,
      )
  }

  #hasWay(path: Path): boolean {
    return this.#scalar([...path, 'via']) !== undefined || this.#scalar([...path, 'dev']) !== undefined
  }

  #needsWay(path: Path, what: string): void {
    if (!this.#hasWay(path) && partAt(this.#root, path).kind === 'map')
      this.#report(path, `${what} needs "via" (the next router) or "dev" (the interface)`)
  }

  #ownAddress(path: Path, name: string, node: NodeFacts): void {
    const text = this.#scalar(path)
    const address = typeof text === 'string' ? ipAddressFrom(text) : null
    const prefixes = prefixesOf(node)
    if (address !== null && !prefixes.some((prefix) => prefix.address === address))
      this.#report(path, `found ${text}, expected an address of ${name} (${listed(prefixes)})`)
  }

  #rules(name: string, node: NodeFacts): void {
    const path = ['topology', 'nodes', name, 'rules']
    const tables = this.#items(['topology', 'nodes', name, 'routes']).map((_, i) =>
      String(this.#scalar(['topology', 'nodes', name, 'routes', i, 'table']) ?? 'main'),
    )
    for (const i of this.#items(path).keys()) {
      const rule = [...path, i]
      this.#interface([...rule, 'iif'], node, ['lo'])
      this.#interface([...rule, 'oif'], node, ['lo'])
      const families = ['from', 'to'].flatMap((key) => {
        const prefix = this.#prefix([...rule, key])
        return prefix ? [addressFamily(prefix.address)] : []
      })
      if (new Set(families).size > 1)
        this.#report(rule, '"from" and "to" are from different address families, expected the same')
      const table = this.#scalar([...rule, 'table'])
      if (table !== undefined && table !== 'main' && !tables.includes(String(table)))
        this.#report([...rule, 'table'], `found ${table}, but ${name} has no route in that table`)
    }
  }

  #sysctls(name: string, node: NodeFacts): void {
    const path = ['topology', 'nodes', name, 'sysctls']
    const interfaces = ['all', ...node.interfaces.keys()]
    const known = knownParameters().flatMap((one) =>
      one.includes('NAME') ? interfaces.map((iface) => one.replace('NAME', iface)) : [one],
    )
    for (const key of this.#keys(path))
      if (!known.includes(key))
        this.#report([...path, key], `unknown kernel parameter "${key}"${didYouMean(key, known)}`)
  }

  /** One address twice on one network is a mistake; the same private address on two networks is how NAT is taught. */
  #duplicateAddresses(): void {
    const owners = new Map<string, string>()
    for (const [name, node] of this.#nodes)
      for (const [iface, { prefixes }] of node.interfaces)
        for (const { prefix, path } of prefixes) {
          const scope = isPrivate(prefix.address) ? this.#segments.of(`${name}:${iface}`) : 'everywhere'
          const key = `${scope} ${prefix.address}`
          const owner = owners.get(key)
          if (owner) this.#report(path, `found ${prefix.address}, which ${owner} already has`)
          owners.set(key, `${name}:${iface}`)
        }
  }

  #prefix(path: Path): Prefix | null {
    const text = this.#scalar(path)
    return typeof text === 'string' && text.includes('/') ? parsePrefix(text) : null
  }

  #scalar(path: Path): unknown {
    const part = this.#part(path)
    return part?.kind === 'scalar' ? part.value : undefined
  }

  #items(path: Path): Located[] {
    const part = this.#part(path)
    return part?.kind === 'list' ? part.items : []
  }

  #keys(path: Path): string[] {
    const part = this.#part(path)
    return part?.kind === 'map' ? [...part.entries.keys()] : []
  }

  #part(path: Path): Located | null {
    const parent = partAt(this.#root, path.slice(0, -1))
    const last = path.at(-1)!
    if (parent.kind === 'map') return parent.entries.get(String(last))?.value ?? null
    return (parent.kind === 'list' && parent.items[Number(last)]) || null
  }

  #report(path: Path, message: string): void {
    this.problems.push(problemAt(this.#root, path, message))
  }
}

/** Which interfaces reach each other without a router: a union-find over the ends of links, all ports of a switch being one. */
class Segments {
  readonly #parents = new Map<string, string>()

  of(end: string): string {
    const parent = this.#parents.get(end)
    return parent === undefined || parent === end ? end : this.of(parent)
  }

  join(a: string, b: string): void {
    this.#parents.set(this.of(a), this.of(b))
  }
}

const LINK_LOCAL = parsePrefix('fe80::/10')!

function prefixesOf(node: NodeFacts): Prefix[] {
  return [...node.interfaces.values()].flatMap((iface) => iface.prefixes.map(({ prefix }) => prefix))
}

function listed(prefixes: readonly Prefix[]): string {
  return prefixes.map(({ address, length }) => `${address}/${length}`).join(', ') || 'none'
}

function isPrivate(address: string): boolean {
  const blocks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', 'fe80::/10']
  return blocks.some((block) => prefixContains(parsePrefix(block)!, address))
}
