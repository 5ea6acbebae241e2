import { siteAddress } from '../site/index.ts'

const TRIED = 'ackademy:isolating'

/**
 * Has a page isolated that its server sent without the headers for it: the service worker puts them on, and the page is loaded again under it. Once:
 * where that is not enough, nothing is.
 */
export async function isolatePage(): Promise<void> {
  if (crossOriginIsolated || !('serviceWorker' in navigator)) return
  try {
    if (sessionStorage.getItem(TRIED) === location.pathname) return
    await navigator.serviceWorker.register(siteAddress('/sw.js'))
    await navigator.serviceWorker.ready
    sessionStorage.setItem(TRIED, location.pathname)
    location.reload()
  } catch {
    // Neither may be used here: who asks for a container is told.
  }
}
