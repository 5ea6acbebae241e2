/**
 * The grader: exercises, and grading submissions. It reads an exercise's files, runs its tests against a Lab, scores,
 * chooses hints and writes one report, the same in a page, on the command line and in the container. It knows no backend and no
 * process: the caller opens worlds for it. Code that needs Node is in `node/`.
 */
export * from './capture-test/index.ts'
export * from './exercise/index.ts'
export * from './report/index.ts'
export * from './variants/index.ts'
