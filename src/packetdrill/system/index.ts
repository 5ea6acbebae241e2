/** Systems that scripts drive, behind one interface (`System`), and the names of Linux that every system knows. Nothing here knows about scripts. */
export { LINUX_NUMBERS, NAMES_WITH_NEEDS } from './linux-numbers.ts'
export { openSimulatedSystem } from './simulated/index.ts'
export type { KernelSockets, SentPacket, System } from './system.ts'
export { namedInformation } from './tcp-info-names.ts'
