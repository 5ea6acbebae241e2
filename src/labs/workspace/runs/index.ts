/**
 * Runs of the learner's programs: a world in a sandbox, its pace, checkpoints to branch from, packet edits, link
 * sliders, and how a run ends.
 */
export { knobsAt } from './knobs.ts'
export type { PacketAct } from './packet-edits.ts'
export type { ProgramStart } from './program-sessions.ts'
export type { Checkpoint, RunSession } from './run-session.ts'
export { type Knobs, type ManualLine, RunState } from './run-state.ts'
export { Runs } from './runs.ts'
