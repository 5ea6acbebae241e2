import { processTree, waitedMs } from '#lab/proc/index.ts'

/**
 * Returns how long, until now, this thread and all processes below this one have been ready to run without a processor, in real milliseconds.
 * For a process that has ended, the value of the last call counts.
 */
export function processorWait(): () => number {
  const below = new Map<number, number>()
  return () => {
    for (const pid of processTree(process.pid).slice(1)) below.set(pid, waitedMs(pid))
    return [...below.values()].reduce((sum, ms) => sum + ms, waitedMs('thread-self'))
  }
}
