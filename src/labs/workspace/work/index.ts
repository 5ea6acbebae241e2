/** A learner's work as files: the folder of an exercise, and all of it out of this device and in again. */
export { WorkKeeper } from './work-keeper.ts'
export { type WorkActions, WorkMenu } from './work-menu.tsx'
