/**
 * The grader: exercises and what becomes of a submission. It reads an exercise's files, runs its tests against a Lab, scores,
 * chooses hints and writes one report, the same in a page, on the command line and in the container. It knows no backend and no
 * process: worlds are opened for it. What needs Node is in `node/`.
 */
export * from './exercise/index.ts'
export * from './report/index.ts'
export * from './variants/index.ts'
