import { Z_BLOCK, type ZStream, zlibDeflate } from 'pako'

const [Z_OK, Z_STREAM_ERROR, Z_BUF_ERROR] = [0, -2, -5] as const
const DEFAULT_LEVEL = 6

/** Effort of zlib's search for a match at each level (deflate.c, `configuration_table`). */
const LEVELS = [
  { good: 0, lazy: 0, nice: 0, chain: 0, method: 'stored' },
  { good: 4, lazy: 4, nice: 8, chain: 4, method: 'fast' },
  { good: 4, lazy: 5, nice: 16, chain: 8, method: 'fast' },
  { good: 4, lazy: 6, nice: 32, chain: 32, method: 'fast' },
  { good: 4, lazy: 4, nice: 16, chain: 16, method: 'slow' },
  { good: 8, lazy: 16, nice: 32, chain: 32, method: 'slow' },
  { good: 8, lazy: 16, nice: 128, chain: 128, method: 'slow' },
  { good: 8, lazy: 32, nice: 128, chain: 256, method: 'slow' },
  { good: 32, lazy: 128, nice: 258, chain: 1024, method: 'slow' },
  { good: 32, lazy: 258, nice: 258, chain: 4096, method: 'slow' },
] as const

/** zlib's deflateParams(), which our compression library lacks: earlier data keeps the old level and strategy. */
export function deflateParams(stream: ZStream, wantedLevel: number, strategy: number): number {
  const { state } = stream
  const level = wantedLevel === -1 ? DEFAULT_LEVEL : wantedLevel
  const settings = LEVELS[level]
  const before = LEVELS[state.level]
  if (!settings || !before) return Z_STREAM_ERROR
  if ((strategy !== state.strategy || settings.method !== before.method) && state.last_flush !== -2) {
    if (zlibDeflate(stream, Z_BLOCK) === Z_STREAM_ERROR) return Z_STREAM_ERROR
    if (stream.avail_in > 0 || state.strstart - state.block_start + state.lookahead > 0) return Z_BUF_ERROR
  }
  if (state.level !== level) {
    if (state.level === 0 && state.matches !== 0) forgetStored(state)
    state.level = level
    state.max_lazy_match = settings.lazy
    state.good_match = settings.good
    state.nice_match = settings.nice
    state.max_chain_length = settings.chain
  }
  state.strategy = strategy
  return Z_OK
}

interface HashTables {
  matches: number
  w_size: number
  head: Uint16Array
  prev: Uint16Array
}

/** Storing doesn't maintain the hash tables: after one window they slide, after more they are emptied. */
function forgetStored(state: HashTables): void {
  const slide = (place: number) => Math.max(0, place - state.w_size)
  for (const places of [state.head, state.prev])
    for (let i = 0; i < places.length; i++) places[i] = state.matches === 1 ? slide(places[i]!) : 0
  state.matches = 0
}
