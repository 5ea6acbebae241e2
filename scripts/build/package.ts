// What only the npm package needs: `ackademy/lab` and `ackademy/drill` as JavaScript, since Node strips no types below node_modules.
import { bundleForCommand } from './command.ts'
import type { Step } from './step.ts'

/** Modules of the package by name, and the source of each. */
export const MODULES = { lab: 'src/grader/outside/index.ts', drill: 'src/grader/drills/index.ts' }

export const packageModules: readonly Step[] = Object.entries(MODULES).map(([name, entry]) =>
  bundleForCommand(name, entry),
)
