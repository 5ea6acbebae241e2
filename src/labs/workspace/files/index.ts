/** The learner's files as tabs, a list, a history and comparisons. Nothing here stores or runs them. */
export { FileTabs } from './file-tabs.tsx'
export { History } from './history-dialog.tsx'
export { isSolutionOpen, Solution } from './solution-dialog.tsx'
