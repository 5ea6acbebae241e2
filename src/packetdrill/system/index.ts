/** What scripts drive, behind one interface (`System`), and what of Linux's names every system knows. Nothing here knows what a script is. */
export { LINUX_NUMBERS, NAMES_WITH_NEEDS } from './linux-numbers.ts'
export { openSimulatedSystem } from './simulated/index.ts'
export type { KernelSockets, SentPacket, System } from './system.ts'
export { namedInformation } from './tcp-info-names.ts'
