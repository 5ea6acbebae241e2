/** The learner's files: stored at once, with a history; as tabs, a list and comparisons. Nothing here runs them. */
export { Attempts, attemptsKey } from './attempts.ts'
export { FileTabs } from './file-tabs.tsx'
export { History } from './history-dialog.tsx'
export { FILE_NAME, SavedFiles, type TextStorage, type Texts } from './saved-files.ts'
export { Solution } from './solution-dialog.tsx'
