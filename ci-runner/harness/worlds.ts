/** Opens the worlds of a job: real kernels in namespaces, or the simulated internet with its kernel in this process. Programs are jailed in both. */
import type { OpenWorld } from '../../src/grader/running/index.ts'
import {
  connectSession,
  inProcessPorts,
  type LabBackend,
  type LabSession,
  readTopology,
  serveLab,
} from '../../src/runtime/lab/index.ts'
import { openLinuxBackend } from '../../src/runtime/lab/linux/index.ts'
import { loadDriverFiles } from '../../src/runtime/lab/on-disk/index.ts'
import { openSimulatedBackend } from '../../src/runtime/lab/simulated/index.ts'
import { nodeProcess, PipedProcesses } from '../../src/runtime/node/processes/piped/index.ts'
import { jailed, jailLauncher, NODE, PLATFORM_FOLDER } from './launcher.ts'

export interface WorldsOptions {
  /** A folder for what programs see. */
  scratch: string
  memoryMiB: number
}

/** Worlds of real kernels. */
export function linuxWorlds({ scratch, memoryMiB }: WorldsOptions): OpenWorld {
  const launcher = jailLauncher(scratch, memoryMiB)
  return async ({ topology, params, ...options }) =>
    connect(
      openLinuxBackend({
        ...options,
        launcher,
        description: readTopology(topology.file, topology.text, params),
        loadDriver: loadDriverFiles(),
      }),
    )
}

/** Simulated worlds. A program's side of the system calls is in the jail; kernel, clock, packets and tests are here. */
export function simulatedWorlds({ memoryMiB }: WorldsOptions): OpenWorld {
  const children = new PipedProcesses({
    command: { ...nodeProcess(PLATFORM_FOLDER), prefix: jailed([], []), node: NODE, memoryMiB },
    // One that boots while a test runs.
    warm: 1,
  })
  return async ({ topology, params, ...options }) =>
    connect(
      openSimulatedBackend({
        ...options,
        starter: children.start,
        description: readTopology(topology.file, topology.text, params),
        loadDriver: loadDriverFiles(),
      }),
    )
}

function connect(backend: LabBackend): Promise<LabSession> {
  const [ours, theirs] = inProcessPorts()
  serveLab(backend, theirs)
  return connectSession(ours)
}
