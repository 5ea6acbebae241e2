/** Programs written from the prompt alone, told of in `attempts/attempts.yaml`: they measure hints and tests. */
export { Attempts, SOLUTION } from './attempts-schema.ts'
export { type Attempt, attemptsIn } from './read-attempts.ts'
