/** A learner's work as files: the folder of an exercise, and export and import of everything. */

export { shareStorage } from './other-tabs.ts'
export { WorkKeeper } from './work-keeper.ts'
export { type WorkActions, WorkMenu } from './work-menu.tsx'
