/** Events that show a visitor's activity. */
const SIGNS = ['pointermove', 'pointerdown', 'touchstart', 'wheel', 'keydown'] as const
/**
 * Milliseconds after the load until an untouched page counts as idle: visitors who read the task first do not wait
 * later.
 */
const IDLE_AFTER = 3000

/**
 * Acts on the visitor's first activity, or once the page is idle: large parts are fetched then, not during the load.
 * Returns a function that cancels it.
 */
export function whenWanted(act: () => void): () => void {
  const over = new AbortController()
  const { signal } = over
  const begin = () => {
    if (signal.aborted) return
    over.abort()
    act()
  }
  for (const sign of SIGNS) addEventListener(sign, begin, { signal, capture: true, passive: true })
  const wait = () => {
    const timer = setTimeout(begin, IDLE_AFTER)
    signal.addEventListener('abort', () => clearTimeout(timer))
  }
  if (document.readyState === 'complete') wait()
  else addEventListener('load', wait, { signal, once: true })
  return () => over.abort()
}
