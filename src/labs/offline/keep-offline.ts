import { siteAddress } from '../site/index.ts'

/** Marks a page that works offline: `data-offline` of <html> is `ready`. */
const STATE = 'offline'

/**
 * Caches the site once the page is idle. Nothing is fetched ahead in data-saving mode. Without service workers (private
 * windows, plain http) the site works online only.
 */
export function keepOffline(): void {
  const { connection } = navigator as { connection?: { saveData?: boolean } }
  if (!('serviceWorker' in navigator) || connection?.saveData) return
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    if (data === 'kept') document.documentElement.dataset[STATE] = 'ready'
  })
  whenIdle(async () => {
    try {
      await navigator.serviceWorker.register(siteAddress('/sw.js'))
      const { active } = await navigator.serviceWorker.ready
      active?.postMessage('keep')
    } catch {
      // Not permitted here: the page stays online only.
    }
  })
}

function whenIdle(run: () => void): void {
  const idle = () =>
    'requestIdleCallback' in window ? requestIdleCallback(run, { timeout: 5000 }) : setTimeout(run, 2000)
  if (document.readyState === 'complete') idle()
  else window.addEventListener('load', idle, { once: true })
}
