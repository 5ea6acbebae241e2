/**
 * Reading YAML files that people write: parse, check against a zod schema, and say everything that is wrong with file, line,
 * path, what was found, what was expected and what may have been meant. Knows no particular file; topologies, exercises and
 * hints are read with it.
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
