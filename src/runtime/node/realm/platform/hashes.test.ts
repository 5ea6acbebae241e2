import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HASH_NAMES } from './hash-names.ts'
import { createHash as ofNode } from './vm/hashes.ts'
import { createHash as ofPage } from './worker/hashes.ts'

const bytes = fc.uint8Array({ maxLength: 300 })

describe.each(HASH_NAMES)('%s', (name) => {
  it('is the same in a page as under Node, with a key and without, in pieces and copied', () => {
    const digest = (create: typeof ofNode, pieces: Uint8Array[], key: Uint8Array | null) => {
      const state = create(name, key)!
      const used = key === null ? state.copy() : state
      for (const piece of pieces) used.update(piece)
      return [...used.digest()]
    }
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 3 }), fc.option(bytes), (pieces, key) => {
        expect(digest(ofPage, pieces, key)).toEqual(digest(ofNode, pieces, key))
      }),
      { numRuns: 30 },
    )
  })
})

it('says of no other name that there is such a hash function', () => {
  expect([ofNode('md4', null), ofPage('md4', null), ofPage('constructor', null)]).toEqual([null, null, null])
})
