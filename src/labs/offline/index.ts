/**
 * The site offline: a service worker that caches every file (`service-worker`, bundled separately with the list of
 * files), and the page's part (`keep-offline`). Nothing here knows the files, except for the headers that some need
 * (`isolation`).
 */

export { isolatePage } from './isolate-page.ts'
export { isolationHeaders } from './isolation.ts'
export { keepOffline } from './keep-offline.ts'
