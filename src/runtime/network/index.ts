/**
 * The simulated internet: pure TypeScript, no Node, no DOM, no npm dependency, no source of time or chance but `clock.ts` and
 * `random.ts`. Everything above imports it from here.
 */
export type { Nanoseconds } from './clock.ts'
export { BindFlag, Ready, Shutdown, SocketOption } from './host/socket-constants.ts'
