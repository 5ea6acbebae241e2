/**
 * Lab's operations, once for every kind of world: batches, waits, peers, programs, captures, link rules, evidence,
 * leaks. They work on a `BackendWorld` (`world.ts`), which a provider implements: a network of hosts with sockets,
 * links and a recorder; programs; a way to let time pass; and the few points in which worlds differ. Nothing here knows
 * whether sockets are simulated or real.
 */
export { type OpenEngineOptions, openEngine } from './open.ts'
export { isAfter, replayJournal } from './replay.ts'
export type { BackendWorld, ProgramChannel, WorldFiles } from './world.ts'
