/**
 * Search: one file of everything that can be found, fetched when somebody first searches, and looked through in the page. Works without a
 * network once it has been fetched. Nothing here knows how a page is made.
 */

/** What can be found, and where it is. */
export interface SearchEntry {
  id: number
  kind: 'lesson' | 'exercise' | 'term' | 'module'
  title: string
  text: string
  href: string
}
