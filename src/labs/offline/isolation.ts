/** Cross-origin isolated pages: those with a WebContainer, which needs shared memory. */
const ISOLATED_PAGE = /\/webcontainer\/(?:index\.html)?$/
const REQUIRE = { 'Cross-Origin-Embedder-Policy': 'require-corp' }

/** Headers for a file of the site, by path. Static hosts that cannot set headers leave this to the service worker. */
export function isolationHeaders(path: string): Record<string, string> {
  if (ISOLATED_PAGE.test(path)) return { ...REQUIRE, 'Cross-Origin-Opener-Policy': 'same-origin' }
  // Workers of such a page have to declare the same.
  return path.endsWith('.js') ? REQUIRE : {}
}
