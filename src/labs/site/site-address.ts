/**
 * The address of something of the site, `/search.json`, for the page that is open: each page knows how many folders it lies below the root
 * (`data-root` of its <html>). Outside of a page it stays as it is.
 */
export function siteAddress(path: string): string {
  if (typeof document === 'undefined' || !path.startsWith('/')) return path
  const root = document.documentElement.dataset.root ?? '/'
  return new URL(root + path.slice(1), document.baseURI).href
}
