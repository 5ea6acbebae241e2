/** Pages that are cross-origin isolated: those with a WebContainer, which needs shared memory. */
const ISOLATED_PAGE = /\/webcontainer\/(?:index\.html)?$/
const REQUIRE = { 'Cross-Origin-Embedder-Policy': 'require-corp' }

/** Headers with which a file of the site is to be served, by its path. A static host that cannot set any leaves them to the service worker. */
export function isolationHeaders(path: string): Record<string, string> {
  if (ISOLATED_PAGE.test(path)) return { ...REQUIRE, 'Cross-Origin-Opener-Policy': 'same-origin' }
  // A worker of such a page has to say the same of itself.
  return path.endsWith('.js') ? REQUIRE : {}
}
