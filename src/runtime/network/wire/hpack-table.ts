/** Tables of HPACK: the static one, and the dynamic one of each direction of a connection (RFC 7541 §2.3, appendix A). */

/** A header field. Texts have one character for each byte; names are lower case. */
export interface HpackHeader {
  readonly name: string
  readonly value: string
  /** Must never enter a table, here or at the next hop: a secret (RFC 7541 §7.1.3). */
  readonly neverIndexed?: boolean
}

type Entry = readonly [name: string, value: string]

export const HPACK_STATIC_TABLE: readonly Entry[] = [
  ...entries(':authority', '', ':method', 'GET', ':method', 'POST', ':path', '/', ':path', '/index.html'),
  ...entries(':scheme', 'http', ':scheme', 'https'),
  ...['200', '204', '206', '304', '400', '404', '500'].map((status): Entry => [':status', status]),
  ...entries('accept-charset', '', 'accept-encoding', 'gzip, deflate'),
  ...names('accept-language accept-ranges accept access-control-allow-origin age allow authorization cache-control'),
  ...names('content-disposition content-encoding content-language content-length content-location content-range'),
  ...names('content-type cookie date etag expect expires from host if-match if-modified-since if-none-match if-range'),
  ...names('if-unmodified-since last-modified link location max-forwards proxy-authenticate proxy-authorization'),
  ...names('range referer refresh retry-after server set-cookie strict-transport-security transfer-encoding'),
  ...names('user-agent vary via www-authenticate'),
]

function entries(...texts: string[]): Entry[] {
  return Array.from({ length: texts.length / 2 }, (_, index) => [texts[2 * index]!, texts[2 * index + 1]!])
}

function names(list: string): Entry[] {
  return list.split(' ').map((name) => [name, ''])
}

/** Size of the dynamic table unless SETTINGS_HEADER_TABLE_SIZE says otherwise (RFC 9113 §6.5.2). */
export const HPACK_DEFAULT_TABLE_SIZE = 4096
/** Added to the bytes of each entry (RFC 7541 §4.1); the size of a header list counts the same (RFC 9113 §6.5.2). */
const ENTRY_OVERHEAD = 32

export function hpackEntrySize(name: string, value: string): number {
  return name.length + value.length + ENTRY_OVERHEAD
}

/** The dynamic table: new entries come first, and the oldest leave when it is full (RFC 7541 §2.3.2, §4). */
export class HpackTable {
  /** Oldest first; those before `#first` have left. */
  #entries: Entry[] = []
  #first = 0
  #size = 0
  #maxSize: number

  constructor(maxSize: number) {
    this.#maxSize = maxSize
  }

  /** Sum of the sizes of the entries. */
  get size(): number {
    return this.#size
  }

  get maxSize(): number {
    return this.#maxSize
  }

  /** Number of entries. */
  get count(): number {
    return this.#entries.length - this.#first
  }

  resize(maxSize: number): void {
    this.#maxSize = maxSize
    this.#evict(0)
  }

  /** Returns the entry of an index over both tables, from 1; undefined if there is none. */
  at(index: number): Entry | undefined {
    const dynamic = index - HPACK_STATIC_TABLE.length
    if (dynamic <= 0) return HPACK_STATIC_TABLE[index - 1]
    return dynamic <= this.count ? this.#entries[this.#entries.length - dynamic] : undefined
  }

  /** Adds an entry. One that is larger than the table only empties it (§4.4). */
  add(name: string, value: string): void {
    const size = hpackEntrySize(name, value)
    this.#evict(size)
    if (size > this.#maxSize) return
    this.#entries.push([name, value])
    this.#size += size
  }

  /** Removes the oldest entries until there is room for `size` more. */
  #evict(size: number): void {
    while (this.count > 0 && this.#size + size > this.#maxSize) {
      const [name, value] = this.#entries[this.#first++]!
      this.#size -= hpackEntrySize(name, value)
    }
    if (this.#first * 2 < this.#entries.length) return
    this.#entries = this.#entries.slice(this.#first)
    this.#first = 0
  }
}
