/** Wrong programs, stored in `wrong.yaml`: each is an edit of the solution, with the tests it must fail. */
export { readWrong, type WrongSolution } from './read-wrong.ts'
export { Wrong, WrongFile } from './wrong-schema.ts'
