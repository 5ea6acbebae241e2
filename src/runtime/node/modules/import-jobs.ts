/**
 * Number of microtasks that an `import()` takes. ECMA-262 leaves it open, but the order in which two imports settle shows it, so it is the same
 * as in Node (`dynamic-import-order.program`), whose loader waits at each of its steps.
 */
import { reachableModules } from './module-graph.ts'
import type { ModuleRecord } from './module-record.ts'

/** Jobs until the namespace is returned. */
export const JOBS_AFTER_RUNNING = 2

/** Jobs that our loader takes to enter new modules with a top-level await. */
const JOBS_OF_ENTERING = 3

/** Returns the jobs until the module runs: more for a new one, and more for each level of its imports. */
export function jobsBeforeRunning(module: ModuleRecord): number {
  if (!module.isFresh) return 1
  const entersLater = reachableModules(module).some(({ isFresh, compiled }) => isFresh && compiled.async)
  return 4 + 2 * levelsBelow(module) - (entersLater ? JOBS_OF_ENTERING : 0)
}

/** Waits for this many jobs. */
export async function jobs(count: number): Promise<void> {
  for (let i = 1; i < count; i++) await null
}

/** Returns the depth of the imports, counting each module where it is found first. */
function levelsBelow(root: ModuleRecord): number {
  const found = new Set([root])
  let levels = 0
  for (let level = [root]; level.some((module) => requestsOf(module).length > 0); levels++) {
    level = [...new Set(level.flatMap(requestsOf))].filter((module) => !found.has(module))
    for (const module of level) found.add(module)
  }
  return levels
}

const requestsOf = (module: ModuleRecord): ModuleRecord[] => (module.kind === 'source' ? module.requested : [])
