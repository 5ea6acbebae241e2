import type { Any } from '../../types.ts'

/**
 * What V8 14.6 (Node 26) has and V8 13.6 (Node 24.21) has not, by global name and path to the object that it belongs to. `Temporal.Now`
 * would also tell a program the machine's clock and time zone.
 */
const NEWER: readonly [global: string, path: readonly string[], names: readonly string[]][] = [
  ['Temporal', [], ['Temporal']],
  ['Date', ['Date', 'prototype'], ['toTemporalInstant']],
  ['Iterator', ['Iterator'], ['concat']],
  ['Map', ['Map', 'prototype'], ['getOrInsert', 'getOrInsertComputed']],
  ['WeakMap', ['WeakMap', 'prototype'], ['getOrInsert', 'getOrInsertComputed']],
  ['Uint8Array', ['Uint8Array'], ['fromBase64', 'fromHex']],
  ['Uint8Array', ['Uint8Array', 'prototype'], ['setFromBase64', 'setFromHex', 'toBase64', 'toHex']],
  ['WebAssembly', ['WebAssembly', 'Memory', 'prototype'], ['toFixedLengthBuffer', 'toResizableBuffer']],
]

/**
 * Removes from a new context what the engine of the pinned Node doesn't have, so that a program finds the same language whatever Node runs
 * the platform. Call it before any code of the context, which may look for these functions and keep what it found. What a program
 * put into `given`, the sandbox of its context, stays.
 */
export function removeNewerFeatures(context: Any, given: object = Object.create(null)): void {
  for (const [global, path, names] of NEWER) {
    if (global in given) continue
    const owner = path.reduce((object, name) => object[name], context)
    for (const name of names) delete owner[name]
  }
}
