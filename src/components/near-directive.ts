import type { ClientDirective } from 'astro'

declare module 'astro' {
  interface AstroClientDirectives {
    'client:near'?: boolean
  }
}

/**
 * Distance below the viewport, as a share of its height, at which islands are hydrated: a question works when the
 * reader reaches it.
 */
const MARGIN = '25%'

/**
 * Hydrates an island shortly before it is visible, and at the first Tab: an unhydrated question is disabled, and the
 * focus would skip it.
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
