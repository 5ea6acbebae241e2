/**
 * Resolves an address of the site, such as `/search.json`, for the current page: each page knows its depth below the
 * root (`data-root` of its <html>). Outside a page, returns it unchanged.
 */
export function siteAddress(path: string): string {
  if (typeof document === 'undefined' || !path.startsWith('/')) return path
  const root = document.documentElement.dataset.root ?? '/'
  return new URL(root + path.slice(1), document.baseURI).href
}
