import { processTree, waitedMs } from '#lab/proc/index.ts'

/**
 * Tells for how long, until now, this thread and all processes below this one have been ready to run and had no processor, in real milliseconds.
 * Of a process that has ended, what was known when this was last asked.
 */
export function processorWait(): () => number {
  const below = new Map<number, number>()
  return () => {
    for (const pid of processTree(process.pid).slice(1)) below.set(pid, waitedMs(pid))
    return [...below.values()].reduce((sum, ms) => sum + ms, waitedMs('thread-self'))
  }
}
