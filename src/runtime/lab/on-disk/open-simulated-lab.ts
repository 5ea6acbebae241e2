import type { ProcessStarter } from '#node/processes/index.ts'
import { connectSession, inProcessPorts, type LabSession, serveLab } from '../client/index.ts'
import type { OpenBackendOptions } from '../protocol.ts'
import { type OpenSimulatedOptions, openSimulatedBackend } from '../simulated/index.ts'
import { readTopology } from '../topology/index.ts'
import { loadDriverFiles } from './load-driver-files.ts'
import { sameThread } from './starters.ts'
import { findTopology, type TopologyFile } from './topologies.ts'

export interface OpenSimulatedLabOptions extends Partial<OpenBackendOptions> {
  /** A topology's name, the path of its file, or its text. Default: `wire`. */
  topology?: string | TopologyFile
  /** How programs are run; in this thread unless said. */
  starter?: ProcessStarter
  /** Trees from outside of the world that every host shows. */
  mounts?: OpenSimulatedOptions['mounts']
}

/** Opens a simulated world in this process and connects to it. Throws `FileProblems` for a wrong topology. */
export function openSimulatedLab(options: OpenSimulatedLabOptions = {}): Promise<LabSession> {
  const { topology = 'wire', params, seed = 1, files = { submission: {} }, starter = sameThread(), ...rest } = options
  const { file, text } = typeof topology === 'string' ? findTopology(topology) : topology
  const description = readTopology(file, text, params)
  const backend = openSimulatedBackend({ ...rest, description, seed, files, starter, loadDriver: loadDriverFiles() })
  const [testSide, worldSide] = inProcessPorts()
  serveLab(backend, worldSide)
  return connectSession(testSide)
}
