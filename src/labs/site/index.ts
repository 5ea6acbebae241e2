/**
 * What every page's scripts have to know of the site: where it is (it may lie under any path of any host, so no script may believe that it is at the root),
 * and whether the page has come to life.
 */
export { siteAddress } from './site-address.ts'
export { useIsLive } from './use-is-live.ts'
