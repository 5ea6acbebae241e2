import { connectSession, inProcessPorts, readTopology, serveLab } from '../../runtime/lab/index.ts'
import { openSimulatedBackend } from '../../runtime/lab/simulated/index.ts'
import type { ProcessStarter } from '../../runtime/node/processes/index.ts'
import type { OpenWorld } from './world.ts'

/** Simulated worlds in this thread, with their programs started by `starter`. */
export function simulatedWorlds(starter: ProcessStarter): OpenWorld {
  return ({ topology, params, seed, schedule, files, limits }) => {
    const description = readTopology(topology.file, topology.text, params)
    const { memoryMiB: _, ...worldLimits } = limits
    const backend = openSimulatedBackend({ description, seed, schedule, files, limits: worldLimits, starter })
    const [testSide, worldSide] = inProcessPorts()
    serveLab(backend, worldSide)
    return connectSession(testSide)
  }
}
