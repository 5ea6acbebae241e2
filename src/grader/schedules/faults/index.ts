/**
 * Faults as data: a list of explicit ones for each world of a test, drawn from its seed, and their names for people. Putting them
 * into a world is the runner's business; here nothing runs.
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
