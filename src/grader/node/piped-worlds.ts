import { existsSync } from 'node:fs'
import type { WorldRecipe } from '#lab'
import { loadDriverFiles } from '#lab/on-disk/index.ts'
import { type ChildCommand, nodeProcess, PipedProcesses } from '#node/processes/piped/index.ts'
import { type Exercise, mebibytes, USUAL_LIMITS } from '../exercise/index.ts'
import { type OpenWorld, type ReplayedWorld, replayWorld, simulatedWorlds } from '../running/index.ts'

/** The child's program, built into `generated/`; null if it has not been built. */
export function builtChild(generated: string): Pick<ChildCommand, 'script' | 'reads'> | null {
  const command = nodeProcess(generated)
  return existsSync(command.script) ? command : null
}

export interface PipedWorldsOptions {
  /** Command of the child that runs a program: its script, and the jail before it. */
  command: Omit<ChildCommand, 'memoryMiB'>
  /** Children kept ready: a world then starts its program in a few milliseconds. */
  warm?: number
  /** Children started by `prepare`, before their program is known. */
  ahead?: number
  /** Most real time for one turn of a program. */
  wallMs?: number
}

const DEFAULT_WARM = 2
/** An endless loop costs this much of the grader's time in each test. */
const DEFAULT_WALL_MS = 2_000

/** Simulated worlds whose programs run in operating-system processes of their own, which can't reach the kernel or the tests. */
export class PipedWorlds {
  readonly #options: PipedWorldsOptions
  /** One pool for each memory limit, since a child starts with its limit. */
  readonly #pools = new Map<number, PipedProcesses>()

  constructor(options: PipedWorldsOptions) {
    this.#options = options
  }

  readonly open: OpenWorld = (request, time) => {
    const pool = this.#pool(request.limits.memoryMiB)
    return simulatedWorlds(time ? pool.startWithin(time) : pool.start, loadDriverFiles())(request)
  }

  /** Replays a world to the end of its recipe; its programs have the default memory, which the recipe does not store. */
  replayWorld(recipe: WorldRecipe): Promise<ReplayedWorld> {
    return replayWorld(recipe, this.#pool(mebibytes(USUAL_LIMITS.memory)).start, loadDriverFiles())
  }

  /** Starts children for an exercise's programs in advance. */
  prepare({ limits }: Pick<Exercise, 'limits'>): void {
    this.#pool(mebibytes(limits.memory))
  }

  /** Ends the children that wait for a program. */
  close(): void {
    for (const pool of this.#pools.values()) pool.close()
    this.#pools.clear()
  }

  #pool(memoryMiB: number): PipedProcesses {
    const { command, warm = DEFAULT_WARM, wallMs = DEFAULT_WALL_MS, ...rest } = this.#options
    const pool =
      this.#pools.get(memoryMiB) ?? new PipedProcesses({ command: { ...command, memoryMiB }, warm, wallMs, ...rest })
    this.#pools.set(memoryMiB, pool)
    return pool
  }
}
