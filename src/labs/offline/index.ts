/**
 * The site without a network: a service worker that keeps every file of it (`service-worker`, bundled by itself with the list of files), and what a
 * page does to get it (`keep-offline`). Nothing here knows what the files are.
 */
export { keepOffline } from './keep-offline.ts'
