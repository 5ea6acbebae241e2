/** What shows that somebody is at the page. */
const SIGNS = ['pointermove', 'pointerdown', 'touchstart', 'wheel', 'keydown'] as const
/** How long a page lies untouched after its load before it counts as idle: whoever reads the task first waits for nothing later. */
const IDLE_AFTER = 3000

/**
 * Acts at the first sign of somebody at the page, or once it is idle: what is large is fetched then, and not while the page comes up. Returns what
 * calls it off.
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
