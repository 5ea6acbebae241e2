/**
 * Putting faults into a world that has just been opened, and saying which of them have happened. What goes wrong is decided elsewhere (`../../schedules`).
 */
export { type HappenedFault, type InstalledFaults, installFaults } from './install.ts'
