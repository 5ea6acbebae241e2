/**
 * The site's address and the page's hydration, for all scripts: the site may be under any path of any host, so no
 * script may assume the root.
 */
export { siteAddress } from './site-address.ts'
export { useIsLive } from './use-is-live.ts'
export { useIsNarrow } from './use-is-narrow.ts'
