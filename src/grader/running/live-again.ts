import { connectSession, inProcessPorts, type Lab, serveLab, type WorldRecipe } from '../../runtime/lab/index.ts'
import { openReplay } from '../../runtime/lab/simulated/index.ts'
import type { ProcessStarter } from '../../runtime/node/processes/index.ts'
import type { Files } from '../exercise/index.ts'

/** What a world came to that was lived again to the end of its recipe. */
export interface LivedAgain {
  /** Its packets, a line each. */
  ladder: string[]
  pcapng: Uint8Array
}

/** Lives a simulated world again, with its programs started by `starter`. Throws LabError where the recipe is none that this version can follow. */
export async function liveAgain(recipe: WorldRecipe, starter: ProcessStarter, loadDriver: Files): Promise<LivedAgain> {
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
