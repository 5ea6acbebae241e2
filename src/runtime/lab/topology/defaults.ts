import { didYouMean, type Located, type LocatedEntry, type LocatedMap, type Problem, partAt } from '../yaml/index.ts'
import { NODE_KINDS, PLANNED_KINDS } from './schema.ts'

/**
 * Precedence as in containerlab: a node's own values, then those of its kind (`topology.kinds`), then the general ones
 * (`topology.defaults`); `defaults.link` is for links. Every value keeps its position in the file.
 */
export function mergeDefaults(root: LocatedMap): { merged: LocatedMap; problems: Problem[] } {
  const topology = mapAt(root, 'topology')
  if (!topology) return { merged: root, problems: [] }
  const defaults = mapAt(topology, 'defaults')
  const { nodeDefaults, linkDefaults } = splitDefaults(defaults)
  const kinds = mapAt(topology, 'kinds')
  const entries = new Map(topology.entries)
  entries.delete('defaults')
  entries.delete('kinds')
  replace(entries, 'nodes', (nodes) => mergeNodes(nodes, nodeDefaults, kinds))
  replace(entries, 'links', (links) => mergeLinks(links, linkDefaults))
  const merged = new Map(root.entries).set('topology', {
    ...root.entries.get('topology')!,
    value: { ...topology, entries },
  })
  return { merged: { ...root, entries: merged }, problems: unknownKinds(kinds) }
}

function mapAt(parent: LocatedMap, key: string): LocatedMap | undefined {
  const part = partAt(parent, [key])
  return part !== parent && part.kind === 'map' ? part : undefined
}

function splitDefaults(defaults: LocatedMap | undefined) {
  if (!defaults) return { nodeDefaults: undefined, linkDefaults: undefined }
  const entries = new Map(defaults.entries)
  const linkDefaults = entries.get('link')?.value
  entries.delete('link')
  return { nodeDefaults: { ...defaults, entries }, linkDefaults }
}

function mergeNodes(nodes: Located, defaults: LocatedMap | undefined, kinds: LocatedMap | undefined): Located {
  if (nodes.kind !== 'map') return nodes
  const entries = [...nodes.entries].map(([name, entry]): [string, LocatedEntry] => {
    // A node without any settings (`server:`) is still a node.
    const own: Located = isEmpty(entry.value) ? { kind: 'map', at: entry.keyAt, entries: new Map() } : entry.value
    if (own.kind !== 'map') return [name, entry]
    const kind = kindOf(own) ?? kindOf(defaults) ?? { kind: 'scalar' as const, at: entry.keyAt, value: 'host' }
    const implied: LocatedMap = {
      kind: 'map',
      at: own.at,
      entries: new Map([['kind', { keyAt: kind.at, value: kind }]]),
    }
    const ofKind = kind.kind === 'scalar' && kinds ? mapAt(kinds, String(kind.value)) : undefined
    const value = [defaults, ofKind, own].reduce<Located>((under, over) => (over ? merge(under, over) : under), implied)
    return [name, { ...entry, value }]
  })
  return { ...nodes, entries: new Map(entries) }
}

function mergeLinks(links: Located, defaults: Located | undefined): Located {
  if (links.kind !== 'list' || !defaults) return links
  return { ...links, items: links.items.map((link) => merge(defaults, link)) }
}

/** Merges maps key by key; any other value of `over` replaces the one below. */
function merge(under: Located, over: Located): Located {
  if (under.kind !== 'map' || over.kind !== 'map') return over
  const entries = new Map(under.entries)
  for (const [key, entry] of over.entries) {
    const below = entries.get(key)
    entries.set(key, below ? { ...entry, value: merge(below.value, entry.value) } : entry)
  }
  return { ...over, entries }
}

function kindOf(node: LocatedMap | undefined): Located | undefined {
  return node?.entries.get('kind')?.value
}

function isEmpty(value: Located): boolean {
  return value.kind === 'scalar' && value.value === null
}

function replace(entries: Map<string, LocatedEntry>, key: string, change: (value: Located) => Located): void {
  const entry = entries.get(key)
  if (entry) entries.set(key, { ...entry, value: change(entry.value) })
}

function unknownKinds(kinds: LocatedMap | undefined): Problem[] {
  const known: readonly string[] = [...NODE_KINDS, ...PLANNED_KINDS]
  return [...(kinds?.entries ?? [])]
    .filter(([kind]) => !known.includes(kind))
    .map(([kind, { keyAt }]) => ({
      ...keyAt,
      path: `topology.kinds.${kind}`,
      message: `unknown kind "${kind}", expected one of ${NODE_KINDS.join(', ')}${didYouMean(kind, known)}`,
    }))
}
