import { siteAddress } from '../site/index.ts'

const TRIED = 'ackademy:isolating'

/**
 * Makes a page cross-origin isolated whose server sent no headers for it: the service worker adds them, and the page is
 * loaded again. Once: if that does not help, nothing will.
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
    // Neither may be available here: a request for a container reports that.
  }
}
