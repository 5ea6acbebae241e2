import type { NetworkDescription } from '#network'
import { check, FileProblems, type Located, type LocatedMap, type Problem, parseLocated } from '../yaml/index.ts'
import { mergeDefaults } from './defaults.ts'
import { describeNetwork } from './description.ts'
import { fillParameters, type Parameters } from './parameters.ts'
import { checkReferences } from './references.ts'
import { Topology } from './schema.ts'

/** Cache: the worlds of a test are built from the same file again and again. */
let last: { key: string; description: NetworkDescription } | null = null

/** Reads a topology file into the description that a network is built from. Throws `FileProblems` with all that is wrong in it. */
export function readTopology(file: string, text: string, parameters: Parameters = {}): NetworkDescription {
  const key = JSON.stringify([file, text, parameters])
  if (last?.key !== key) last = { key, description: describeNetwork(parseTopology(file, text, parameters)) }
  return last.description
}

/**
 * Reads a topology file: YAML, containerlab's defaults, `${parameters}`, the schema, and what its parts say about each other.
 * Throws `FileProblems` with all that is wrong in it.
 */
export function parseTopology(file: string, text: string, parameters: Parameters = {}): Topology {
  return checkTopology(parseLocated(file, text), parameters)
}

/** The same for a topology that is part of another file. Throws `FileProblems` with their places in that file. */
export function checkTopology(root: Located, parameters: Parameters = {}): Topology {
  if (root.kind !== 'map') throw new FileProblems(schemaProblems(root))
  const { merged, problems: kindProblems } = mergeDefaults(root)
  const { filled, problems: parameterProblems } = fillParameters(merged, parameters)
  const checked = check(Topology, filled)
  const problems = [
    ...kindProblems,
    ...parameterProblems,
    ...checkReferences(filled),
    ...('problems' in checked ? checked.problems : []),
  ]
  if (problems.length > 0 || 'problems' in checked) throw new FileProblems(firstOfEachPlace(problems))
  return checked.value
}

function schemaProblems(root: Exclude<Located, LocatedMap>): Problem[] {
  const checked = check(Topology, root)
  return 'problems' in checked ? checked.problems : []
}

/** A default that is wrong is wrong for every node that inherits it, and a wrong word may be wrong in two ways: once is enough. */
function firstOfEachPlace(problems: Problem[]): Problem[] {
  const seen = new Set<string>()
  return problems.filter(({ line, column, message }) => {
    const place = `${line}:${column}${message.startsWith('missing') ? message : ''}`
    const isNew = !seen.has(place)
    seen.add(place)
    return isNew
  })
}
