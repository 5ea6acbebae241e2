import {
  didYouMean,
  type Located,
  type LocatedMap,
  type Path,
  type Problem,
  partAt,
  positionOf,
  problemAt,
} from '../yaml/index.ts'

export type ParameterValue = string | number | boolean
export type Parameters = Readonly<Record<string, ParameterValue>>

const REFERENCE = /\$\{(\w+)\}/g
const WHOLE = /^\$\{(\w+)\}$/

/**
 * Replaces `${name}` in every text of the file by the parameter's value: typed when it is the whole value (`mtu: "${mtu}"` is a
 * number), as text within a longer one. Problems: names that are not declared, values given for parameters that do not exist.
 */
export function fillParameters(root: LocatedMap, given: Parameters): { filled: LocatedMap; problems: Problem[] } {
  const declared = declaredParameters(root)
  const problems = unknownGiven(root, declared, given)
  const values: Record<string, ParameterValue> = { ...declared, ...given }
  const filled = new Filler(root, values, Object.keys(declared), problems).fill(root) as LocatedMap
  return { filled, problems }
}

function declaredParameters(root: LocatedMap): Record<string, ParameterValue> {
  const parameters = partAt(root, ['parameters'])
  if (parameters === root || parameters.kind !== 'map') return {}
  const declared: Record<string, ParameterValue> = {}
  for (const [name, { value }] of parameters.entries)
    if (value.kind === 'scalar' && value.value !== null) declared[name] = value.value
  return declared
}

function unknownGiven(root: LocatedMap, declared: Parameters, given: Parameters): Problem[] {
  const names = Object.keys(declared)
  return Object.keys(given)
    .filter((name) => !(name in declared))
    .map((name) => ({
      ...positionOf(root, ['parameters']),
      path: 'parameters',
      message: `found a value for "${name}", expected one of ${names.join(', ') || 'no parameters at all'}${didYouMean(name, names)}`,
    }))
}

class Filler {
  readonly #root: Located
  readonly #values: Parameters
  readonly #names: string[]
  readonly #problems: Problem[]

  constructor(root: Located, values: Parameters, names: string[], problems: Problem[]) {
    this.#root = root
    this.#values = values
    this.#names = names
    this.#problems = problems
  }

  fill(part: Located, path: Path = []): Located {
    if (part.kind === 'list') return { ...part, items: part.items.map((item, i) => this.fill(item, [...path, i])) }
    if (part.kind === 'scalar') return { ...part, value: this.#scalar(part, path) }
    if (path.length === 1 && path[0] === 'parameters') return part
    const entries = [...part.entries].map(
      ([key, { keyAt, value }]) => [key, { keyAt, value: this.fill(value, [...path, key]) }] as const,
    )
    return { ...part, entries: new Map(entries) }
  }

  #scalar(part: Located & { kind: 'scalar' }, path: Path) {
    if (typeof part.value !== 'string') return part.value
    const whole = WHOLE.exec(part.value)?.[1]
    if (whole !== undefined) return this.#value(whole, path)
    return part.value.replace(REFERENCE, (_, name: string) => String(this.#value(name, path)))
  }

  #value(name: string, path: Path): ParameterValue {
    const value = this.#values[name]
    if (value !== undefined) return value
    const expected = `one of ${this.#names.join(', ') || 'no parameters at all'}`
    const message = `found the parameter \${${name}}, expected ${expected}${didYouMean(name, this.#names)}`
    this.#problems.push(problemAt(this.#root, path, message))
    return ''
  }
}
