/**
 * Reads hand-written YAML files: parses, validates against a zod schema, and reports every error with file, line, path,
 * what was found, what was expected and a suggestion. Independent of any particular file; topologies, exercises and
 * hints use it.
 */

export { didYouMean, nearest } from '../suggest.ts'
export {
  formatPath,
  type Located,
  type LocatedEntry,
  type LocatedList,
  type LocatedMap,
  type LocatedScalar,
  type Path,
  type Position,
  parseLocated,
  partAt,
  plain,
  positionOf,
} from './located.ts'
export { FileProblems, formatProblem, type Problem } from './problem.ts'
export { check, eachItsOwn, problemAt, readYaml, textLike, validate } from './validate.ts'
