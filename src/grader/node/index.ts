/**
 * The part of the grader that needs Node: exercises and submissions on a disk, and compiling test files. Everything else runs in a page
 * as well.
 */

export { compileFunction } from './compile-function.ts'
export { type Course, CourseFile, composedFiles, findCourse, openCourse, type Source } from './course/index.ts'
export { ContentFolder } from './folder.ts'
export { builtChild, PipedWorlds, type PipedWorldsOptions } from './piped-worlds.ts'
export { processorWait } from './processor-wait.ts'
export { loadGenerator, runPacketItem } from './question-files.ts'
export { FolderError, readFolder } from './read-folder.ts'
export { readScenarios } from './scenario-files.ts'
export { readHandedIn, SubmissionError } from './submission/index.ts'
export { type PoolJob, WorkerPool, type WorkerPoolOptions } from './worker-pool/index.ts'
