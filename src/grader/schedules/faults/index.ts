/**
 * Faults as data: an explicit list for each world of a test, drawn from its seed, and their names for people. The runner installs
 * them in a world; nothing runs here.
 */
export { drawFaults } from './draw.ts'
export {
  type Crash,
  describeFault,
  describeFaults,
  type Fault,
  type LinkName,
  type Outage,
  type PacketFault,
} from './fault.ts'
