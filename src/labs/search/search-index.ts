import MiniSearch from 'minisearch'
import type { SearchEntry } from './index.ts'

export interface Found extends SearchEntry {
  /** An excerpt around the first match. */
  excerpt: string
}

const MOST = 12
const AROUND = 60

/** The searchable index. */
export class SearchIndex {
  readonly #search: MiniSearch<SearchEntry>
  readonly #entries: ReadonlyMap<number, SearchEntry>

  constructor(entries: readonly SearchEntry[]) {
    this.#entries = new Map(entries.map((entry) => [entry.id, entry]))
    this.#search = new MiniSearch({
      fields: ['title', 'text'],
      // Errors, flags and numbers are words here: ECONNRESET, SYN-SENT, 9293.
      tokenize: (text) => text.split(/[^\p{L}\p{N}_]+/u).filter(Boolean),
      searchOptions: { boost: { title: 3 }, prefix: true, fuzzy: (term) => (term.length > 4 ? 0.2 : false) },
    })
    this.#search.addAll(entries)
  }

  /** Best results first, each address once. */
  find(query: string): Found[] {
    const found = this.#search.search(query).flatMap(({ id, terms }) => {
      const entry = this.#entries.get(id as number)
      return entry ? [{ ...entry, excerpt: excerptOf(entry.text, terms) }] : []
    })
    return found.slice(0, MOST)
  }
}

function excerptOf(text: string, terms: readonly string[]): string {
  const lower = text.toLowerCase()
  const at = Math.min(...terms.map((term) => lower.indexOf(term)).filter((place) => place >= 0), text.length)
  // Only the title matches: use the start of the text.
  const middle = at === text.length ? AROUND : at
  const from = Math.max(0, text.lastIndexOf(' ', Math.max(0, middle - AROUND)))
  const end = text.indexOf(' ', middle + AROUND)
  return `${from > 0 ? '… ' : ''}${text.slice(from, end < 0 ? undefined : end).trim()}${end < 0 ? '' : ' …'}`
}
