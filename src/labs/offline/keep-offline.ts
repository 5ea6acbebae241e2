import { siteAddress } from '../site/index.ts'

/** Where a page says that it needs no network any more: `data-offline` of <html> is `ready`. */
const STATE = 'offline'

/**
 * Has the site kept for times without a network, once the page has nothing else to do. Nothing is fetched ahead for who saves data. Where there are no
 * service workers (private windows, plain http) the site works as before, with a network.
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
      // Not allowed here: the page goes on with its network.
    }
  })
}

function whenIdle(run: () => void): void {
  const idle = () =>
    'requestIdleCallback' in window ? requestIdleCallback(run, { timeout: 5000 }) : setTimeout(run, 2000)
  if (document.readyState === 'complete') idle()
  else window.addEventListener('load', idle, { once: true })
}
