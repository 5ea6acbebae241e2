import { buildNetwork, type NetworkDescription, Recorder } from '#network'
import { Kernel, type KernelOptions } from '#node'
import type { ProcessStarter } from '#node/processes/index.ts'
import type { Files } from '../api/index.ts'
import { openEngine } from '../backend/index.ts'
import type { LabBackend, OpenBackendOptions } from '../protocol.ts'
import { SimulatedWorld } from './simulated-world.ts'

export interface OpenSimulatedOptions extends Omit<OpenBackendOptions, 'params'> {
  description: NetworkDescription
  /** How programs are run: in this thread, or in children behind pipes. */
  starter: ProcessStarter
  /** Files of the driver that serves `load`, by absolute path, its entry first. Without them there is no `load`. */
  loadDriver?: Files
  /** Trees from outside of the world that every host shows. */
  mounts?: KernelOptions['mounts']
}

/** Opens a simulated world. The same options give the same packets, byte for byte. */
export function openSimulatedBackend(options: OpenSimulatedOptions): LabBackend {
  return openSimulatedEngine(options).engine
}

/** The engine, with its clock and its network. */
export function openSimulatedEngine(options: OpenSimulatedOptions) {
  const { description, seed, starter, limits, mounts } = options
  const recorder = new Recorder(options.keepsPackets === false ? { cap: 0 } : {})
  const network = buildNetwork(description, { seed, recorder })
  const { output: outputBytes, written: writtenBytes, rawSockets } = limits ?? {}
  const processLimits = {
    ...(outputBytes !== undefined && { outputBytes }),
    ...(writtenBytes !== undefined && { writtenBytes }),
  }
  const kernel = new Kernel(network, {
    limits: processLimits,
    ...(rawSockets !== undefined && { rawSockets }),
    ...(mounts !== undefined && { mounts }),
  })
  return { engine: openEngine(new SimulatedWorld(network, kernel, starter), options), clock: network.clock, network }
}
