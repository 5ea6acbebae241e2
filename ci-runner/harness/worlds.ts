/** Opens the worlds of a job: real kernels in namespaces, or the simulated internet with its kernel in this process. Programs are jailed in both. */
import { type BackendName, type Exercise, mebibytes, USUAL_LIMITS } from '#grader'
import { PipedWorlds } from '#grader/node/index.ts'
import type { OpenWorld, ReplayedWorld } from '#grader/running/index.ts'
import { connectSession, inProcessPorts, readTopology, serveLab, type WorldRecipe } from '#lab'
import { openLinuxBackend } from '#lab/linux/index.ts'
import { loadDriverFiles } from '#lab/on-disk/index.ts'
import { nodeProcess } from '#node/processes/piped/index.ts'
import { jailed, jailLauncher, NODE, PLATFORM_FOLDER } from './launcher.ts'
import { stripTypes } from './strip-types.ts'

/** Folder for the files that programs see. */
export const SCRATCH = '/run/a'
/** Number of jails that boot before the job arrives: enough for most exercises' first tests. */
const AHEAD = 5
/** Real time that one turn of a program may take. */
const LONGEST_TURN_MS = 10_000

/**
 * Simulated worlds. A program's side of the system calls is in the jail; kernel, clock, packets and tests are here. A jail runs one program, and
 * boots before it knows which.
 */
const simulated = new PipedWorlds({
  command: { ...nodeProcess(PLATFORM_FOLDER), prefix: jailed([], []), node: NODE },
  // Boots the next one while a test runs.
  warm: 1,
  ahead: AHEAD,
  wallMs: LONGEST_TURN_MS,
})

/** Prepares, before the job arrives, what any job on this backend needs. */
export function prepare(backend: BackendName): void {
  if (backend === 'simulated') simulated.prepare({ limits: USUAL_LIMITS })
  else stripTypes({ 'nothing.ts': 'export {}' })
}

export const replayWorld = (recipe: WorldRecipe): Promise<ReplayedWorld> => simulated.replayWorld(recipe)

export function worldsOf(backend: BackendName, exercise: Exercise): OpenWorld {
  return backend === 'linux' ? linuxWorlds(exercise) : simulated.open
}

/** Worlds of real kernels. */
function linuxWorlds({ limits }: Exercise): OpenWorld {
  const launcher = jailLauncher(SCRATCH, mebibytes(limits.memory))
  return ({ topology, params, ...options }) => {
    const [ours, theirs] = inProcessPorts()
    const description = readTopology(topology.file, topology.text, params)
    serveLab(openLinuxBackend({ ...options, launcher, description, loadDriver: loadDriverFiles() }), theirs)
    return connectSession(ours)
  }
}
