/** Runs of the learner's programs: a world in a sandbox, its pace, pasts to go on from, what hands do to packets and links, and how a run ends. */
export { knobsAt } from './knobs.ts'
export type { PacketAct } from './packet-hand.ts'
export type { ProgramStart } from './program-sessions.ts'
export type { Past, RunSession } from './run-session.ts'
export { type HandLine, type Knobs, RunState } from './run-state.ts'
export { Runs } from './runs.ts'
