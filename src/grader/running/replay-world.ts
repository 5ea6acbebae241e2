import { connectSession, inProcessPorts, type Lab, serveLab, type WorldRecipe } from '#lab'
import { openReplay } from '#lab/simulated/index.ts'
import type { ProcessStarter } from '#node/processes/index.ts'
import type { Files } from '../exercise/index.ts'

/** Result of replaying a world to the end of its recipe. */
export interface ReplayedWorld {
  /** Its packets, one line each. */
  ladder: string[]
  pcapng: Uint8Array
}

/**
 * Replays a simulated world, with its programs started by `starter`. Throws LabError if this version cannot follow the
 * recipe.
 */
export async function replayWorld(
  recipe: WorldRecipe,
  starter: ProcessStarter,
  loadDriver: Files,
): Promise<ReplayedWorld> {
  let lab: Lab | null = null
  try {
    const [testSide, worldSide] = inProcessPorts()
    serveLab(openReplay(recipe, { starter, loadDriver }), worldSide)
    lab = (await connectSession(testSide)).lab
    return { ladder: await lab.capture().ladder(), pcapng: await lab.pcapng() }
  } finally {
    await lab?.close()
  }
}
