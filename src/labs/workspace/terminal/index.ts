/** A terminal for each host: output and input of its processes, and the manual client. */
export { readCommand, toolsOf } from './command-line.ts'
export type { ManualClientActions } from './manual-client-view.tsx'
export { FollowingEnd } from './process-output.tsx'
export { TerminalPane } from './terminal-pane.tsx'
export type { PromptActions } from './terminal-prompt.tsx'
