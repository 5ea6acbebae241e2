/** Wrong programs as `wrong.yaml` keeps them: each an edit of the solution, with what it must fail. */
export { type Edit, linesOf, makeEdit } from './edit.ts'
export { readWrong, type WrongSolution } from './read-wrong.ts'
export { Wrong, WrongFile } from './wrong-schema.ts'
