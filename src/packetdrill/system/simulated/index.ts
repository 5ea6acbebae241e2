/** The simulated stack as a system that scripts drive, in virtual time. */
export { openSimulatedSystem } from './simulated-system.ts'
