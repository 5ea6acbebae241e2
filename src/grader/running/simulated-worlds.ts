import { connectSession, inProcessPorts, readTopology, serveLab } from '#lab'
import { openSimulatedBackend } from '#lab/simulated/index.ts'
import type { ProcessStarter } from '#node/processes/index.ts'
import type { Files } from '../exercise/index.ts'
import type { OpenWorld } from './world.ts'

/** Simulated worlds in this thread, with their programs started by `starter`; modules are loaded by the driver in `loadDriver`. */
export function simulatedWorlds(starter: ProcessStarter, loadDriver: Files): OpenWorld {
  return ({ topology, params, seed, schedule, files, limits }) => {
    const description = readTopology(topology.file, topology.text, params)
    const { memoryMiB: _, ...worldLimits } = limits
    const backend = openSimulatedBackend({
      description,
      seed,
      schedule,
      files,
      limits: worldLimits,
      starter,
      loadDriver,
    })
    const [testSide, worldSide] = inProcessPorts()
    serveLab(backend, worldSide)
    return connectSession(testSide)
  }
}
