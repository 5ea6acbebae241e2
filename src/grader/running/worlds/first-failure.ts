/**
 * Finds the lowest of `count` numbers for which `passes` says no, or null. Asks about at most `parallel` at a time, in order, and none above a known
 * failure, so the answer is the same for every number of processors.
 */
export async function firstFailure(
  count: number,
  parallel: number,
  passes: (n: number) => Promise<boolean>,
): Promise<number | null> {
  let next = 0
  let failed = count
  const worker = async () => {
    while (next < failed) {
      const n = next++
      if (!(await passes(n))) failed = Math.min(failed, n)
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, Math.min(parallel, count)) }, worker))
  return failed < count ? failed : null
}
