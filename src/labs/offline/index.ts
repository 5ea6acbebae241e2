/**
 * The site without a network: a service worker that keeps every file of it (`service-worker`, bundled by itself with the list of files), and what a
 * page does to get it (`keep-offline`). Nothing here knows what the files are, but for the headers that some of them need (`isolation`).
 */

export { isolatePage } from './isolate-page.ts'
export { isolationHeaders } from './isolation.ts'
export { keepOffline } from './keep-offline.ts'
