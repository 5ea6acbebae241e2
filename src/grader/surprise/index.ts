/**
 * Surprise: a scenario is a world, a user's complaint, and faults, of which the seed puts one into the world. A learner
 * finds it with tools, names it, proves it by packets and fixes it. A verdict says only what was measured in this learner's worlds.
 */
export { packetsOf, sightingsOf } from './evidence.ts'
export {
  type DiagnosisVerdict,
  drawFault,
  drawScenario,
  HINT_COST,
  type Hint,
  Investigation,
  MOST_POINTS,
  PARTS,
  type Part,
  POINTS,
  type RepairVerdict,
  tryRepair,
} from './investigation.ts'
export type { Fault, LoadedScenario, Repair } from './scenario/index.ts'
export { type Attempt, type OpenWorld, ScenarioWorld } from './world.ts'
