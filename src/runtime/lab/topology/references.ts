import { type Prefix, parsePrefix, prefixContains } from '../../network/index.ts'
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
 * What one part of a file says about another: links about nodes, routes about networks. Looks only at parts whose own shape is
 * right, so that it can report beside the schema instead of after it.
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
    }
    this.#duplicateAddresses()
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
    if (this.#linked.has(text)) this.#report(path, `${text} has a link already: an interface has one`)
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
    const prefixes = [...node.interfaces.values()].flatMap((iface) => iface.prefixes.map(({ prefix }) => prefix))
    for (const i of this.#items(path).keys()) {
      const via = this.#scalar([...path, i, 'via'])
      const dev = this.#scalar([...path, i, 'dev'])
      const gateway = typeof via === 'string' ? parsePrefix(via) : null
      if (gateway && !prefixes.some((prefix) => prefixContains(prefix, gateway.address))) {
        const networks = prefixes.map(({ address, length }) => `${address}/${length}`).join(', ') || 'none'
        this.#report([...path, i, 'via'], `found ${via}, expected an address on a network of ${name} (${networks})`)
      }
      if (typeof dev === 'string' && !node.interfaces.has(dev)) {
        const names = [...node.interfaces.keys()]
        this.#report(
          [...path, i, 'dev'],
          `found "${dev}", expected one of ${names.join(', ') || 'no interfaces'}${didYouMean(dev, names)}`,
        )
      }
      if (via === undefined && dev === undefined && partAt(this.#root, [...path, i]).kind === 'map')
        this.#report([...path, i], 'a route needs "via" (the next router) or "dev" (the interface)')
    }
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
          if (owner) this.#report(path, `found ${prefix.address}, which ${owner} has already`)
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

function isPrivate(address: string): boolean {
  const blocks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', 'fe80::/10']
  return blocks.some((block) => prefixContains(parsePrefix(block)!, address))
}
