/**
 * Injects faults into a world that has just been opened, and reports which of them have happened. `../../schedules` decides what goes wrong.
 */
export { type HappenedFault, type InstalledFaults, installFaults } from './install.ts'
