import {
  checkTopology,
  didYouMean,
  FileProblems,
  type Located,
  type LocatedMap,
  type Path,
  type Problem,
  parseLocated,
  plain,
  problemAt,
  type Topology,
  validate,
} from '#lab'
import { Scenario } from './schema.ts'

/** A scenario, ready to be drawn and run. */
export interface LoadedScenario extends Scenario {
  /** The world, as a topology file. */
  world: { file: string; text: string }
  /** Both ends of each link. */
  links: [string, string][]
}

/** Reads a scenario. Throws `FileProblems` with every problem in it, by field and line. */
export function readScenario(file: string, text: string): LoadedScenario {
  const root = parseLocated(file, text)
  const scenario = validate(Scenario, root)
  const world = worldOf(root as LocatedMap)
  const { topology } = checkTopology(world)
  const links = topology.links.map(({ endpoints: [a, b] }): [string, string] => [nodeOf(a), nodeOf(b)])
  const loaded = { ...scenario, world: { file, text: JSON.stringify(plain(world)) }, links }
  const problems = new References(root, loaded, topology).problems()
  if (problems.length > 0) throw new FileProblems(problems)
  checkVariants(world, loaded)
  return loaded
}

const nodeOf = (endpoint: string) => endpoint.split(':')[0]!

/** The file's topology with the name that a topology file has. */
function worldOf(root: LocatedMap): LocatedMap {
  const at = root.at
  const entries: LocatedMap['entries'] = new Map([
    ['name', { keyAt: at, value: { kind: 'scalar', at, value: 'surprise' } }],
  ])
  for (const key of ['version', 'parameters', 'ports', 'topology']) {
    const entry = root.entries.get(key)
    if (entry) entries.set(key, entry)
  }
  return { kind: 'map', at, entries }
}

/** Checks that each fault and each repair gives a world that can be built. Throws `FileProblems` that name it. */
function checkVariants(world: LocatedMap, { faults, repairs }: Scenario): void {
  for (const [kind, list] of [
    ['fault', faults],
    ['repair', repairs],
  ] as const)
    for (const { id, set } of list) {
      try {
        checkTopology(world, set)
      } catch (error) {
        if (!(error instanceof FileProblems)) throw error
        throw new FileProblems(
          error.problems.map((one) => ({ ...one, message: `${one.message} (with the ${kind} "${id}")` })),
        )
      }
    }
}

/** Checks what the parts of a scenario say about each other. */
class References {
  readonly #root: Located
  readonly #scenario: LoadedScenario
  readonly #nodes: readonly string[]
  readonly #hosts: readonly string[]
  readonly #found: Problem[] = []

  constructor(root: Located, scenario: LoadedScenario, topology: Topology['topology']) {
    this.#root = root
    this.#scenario = scenario
    this.#nodes = Object.keys(topology.nodes)
    this.#hosts = this.#nodes.filter((name) => topology.nodes[name]!.kind !== 'switch')
  }

  problems(): Problem[] {
    const { services, client, shells, programs, faults, repairs } = this.#scenario
    for (const [i, one] of [...services, client].entries()) {
      const path = i < services.length ? ['services', i] : ['client']
      this.#oneOf([...path, 'host'], one.host, this.#hosts)
      this.#oneOf([...path, 'program'], one.program, Object.keys(programs))
    }
    for (const [i, name] of shells.entries()) this.#oneOf(['shells', i], name, this.#hosts)
    for (const i of faults.keys()) this.#fault(i)
    const faultIds = faults.map(({ id }) => id)
    for (const [i, { set, prevents }] of repairs.entries()) {
      this.#parameters(['repairs', i, 'set'], set)
      for (const [j, id] of prevents.entries()) this.#oneOf(['repairs', i, 'prevents', j], id, faultIds)
    }
    return this.#found
  }

  #fault(i: number): void {
    const { set, events, mendedBy, ...fault } = this.#scenario.faults[i]!
    this.#parameters(['faults', i, 'set'], set)
    const repairs = this.#scenario.repairs.map(({ id }) => id)
    for (const [j, id] of mendedBy.entries()) this.#oneOf(['faults', i, 'mendedBy', j], id, repairs)
    for (const [j, event] of events.entries()) {
      const path = ['faults', i, 'events', j]
      if ('host' in event) this.#oneOf([...path, 'host'], event.host, this.#hosts)
      else this.#link([...path, 'link'], ...event.link)
    }
    for (const part of ['proof', 'never', 'disproof'] as const)
      for (const [j, { from, to }] of fault[part].entries()) this.#link(['faults', i, part, j, 'from'], from, to)
  }

  #link(path: Path, a: string, b: string): void {
    const { links } = this.#scenario
    if (links.some(([one, other]) => (one === a && other === b) || (one === b && other === a))) return
    const known = links.map((ends) => ends.join('–')).join(', ')
    this.#found.push(problemAt(this.#root, path, `found a link between ${a} and ${b}, expected one of ${known}`))
  }

  #parameters(path: Path, set: Readonly<Record<string, unknown>>): void {
    const known = Object.keys(this.#scenario.parameters)
    for (const name of Object.keys(set)) this.#oneOf([...path, name], name, known)
  }

  #oneOf(path: Path, found: string, known: readonly string[]): void {
    if (known.includes(found)) return
    const expected = known.join(', ') || 'none: there are none'
    const message = `found ${JSON.stringify(found)}, expected one of ${expected}${didYouMean(found, known)}`
    this.#found.push(problemAt(this.#root, path, message))
  }
}
