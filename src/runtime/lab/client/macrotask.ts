/**
 * Runs `task` in its own macrotask, after all queued microtasks. The functions are saved when this module loads: a
 * test, or a program in the same worker, may replace the global ones later.
 */
export const afterMicrotasks: (task: () => void) => void = choose()

function choose(): (task: () => void) => void {
  const immediate = globalThis.setImmediate as ((task: () => void) => unknown) | undefined
  if (immediate) return (task) => void immediate(task)
  const tasks: (() => void)[] = []
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => tasks.shift()?.()
  return (task) => {
    tasks.push(task)
    port2.postMessage(null)
  }
}

const realSetTimeout = globalThis.setTimeout
const realClearTimeout = globalThis.clearTimeout

/** A real-time timer that tests cannot replace. Returns the function that cancels it. */
export function afterRealTime(ms: number, task: () => void): () => void {
  const timer = realSetTimeout(task, ms)
  return () => realClearTimeout(timer)
}
