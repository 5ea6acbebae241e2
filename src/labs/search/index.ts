/**
 * Search: one index file of the whole site, fetched on first use and searched in the page. Works offline after that.
 * Nothing here knows how pages are built.
 */

/** An entry of the index, and its address. */
export interface SearchEntry {
  id: number
  kind: 'lesson' | 'exercise' | 'term' | 'module' | 'surprise'
  title: string
  text: string
  href: string
}
