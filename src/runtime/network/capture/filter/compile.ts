import { FilterError } from './filter-error.ts'
import { Parser } from './parser.ts'
import { tokenize } from './tokens.ts'
import type { CompiledFilter } from './values.ts'

/**
 * Compiles a display filter in Wireshark's language: protocols and fields (`tcp`, `tcp.flags.syn` are true if present);
 * `== != === !== < <= > >=` (and `eq ne …`), `contains`, `matches`, sets (`tcp.port in {80, 8000..8080}`), slices
 * (`eth.src[0:3]`), `&` with a mask, `len() count() lower() upper()`; `&& || ^^ !` or `and or xor not`, parentheses.
 * For a field that occurs more than once, `==` needs one equal value and `!=` none; a leading `any` or `all` overrides
 * that. The empty filter matches every packet.
 */
export function compileFilter(text: string): CompiledFilter | FilterError {
  let filter = compiled.get(text)
  if (filter === undefined) {
    filter = compile(text)
    if (compiled.size === MOST_KEPT) compiled.clear()
    compiled.set(text, filter)
  }
  return filter
}

/** Compiled filters by text: a test's rules mostly share one filter, also in its other worlds. */
const compiled = new Map<string, CompiledFilter | FilterError>()
const MOST_KEPT = 100

function compile(text: string): CompiledFilter | FilterError {
  const tokens = tokenize(text)
  if (tokens instanceof FilterError) return tokens
  if (tokens.length === 1) return () => true
  const parser = new Parser(text, tokens)
  const filter = parser.disjunction()
  return filter instanceof FilterError ? filter : (parser.unexpected() ?? filter)
}
