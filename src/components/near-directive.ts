import type { ClientDirective } from 'astro'

declare module 'astro' {
  interface AstroClientDirectives {
    'client:near'?: boolean
  }
}

/** How far below what is seen, in shares of the window: a question is alive when one comes to it. */
const MARGIN = '25%'

/**
 * Brings an island to life a little before it is seen, and at the first Tab: a question that is not alive is disabled, and the focus would go past it
 * to what stands below.
 */
const near: ClientDirective = (load, _options, element) => {
  const over = new AbortController()
  const come = async () => {
    over.abort()
    const hydrate = await load()
    await hydrate()
  }
  const seen = new IntersectionObserver(
    (entries) => {
      if (entries.some((entry) => entry.isIntersecting)) void come()
    },
    { rootMargin: MARGIN },
  )
  for (const child of element.children) seen.observe(child)
  over.signal.addEventListener('abort', () => seen.disconnect())
  addEventListener('keydown', ({ key }) => void (key === 'Tab' && come()), { signal: over.signal })
}

export default near
