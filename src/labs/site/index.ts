/** Where the site is: it may lie under any path of any host, so no script may believe that it is at the root. */
export { siteAddress } from './site-address.ts'
