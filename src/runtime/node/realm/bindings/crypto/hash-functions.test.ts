import { spawnSync } from 'node:child_process'
import { createHash as hashOfNode } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pinnedNode } from '#node/library/on-disk/index.ts'
import { missing } from '../../../../../../tests/support/requirements.ts'
import { HASH_NAMES as FAST_NAMES } from '../../platform/hash-names.ts'
import { createHash as fast } from '../../platform/vm/hashes.ts'
import { HASH_NAMES, hashFunction } from './hash-functions.ts'

const bytes = fc.uint8Array({ maxLength: 300 })

describe('a hash function', () => {
  it.each(HASH_NAMES)('%s is the function that OpenSSL gives this name', (name) => {
    const hash = hashFunction(name)!
    fc.assert(
      fc.property(bytes, (data) => {
        const expected = hashOfNode(name, { outputLength: hash.algorithm.outputLen }).update(data).digest('hex')
        expect(Buffer.from(hash.algorithm(data)).toString('hex')).toBe(expected)
      }),
      { numRuns: 10 },
    )
  })

  it.each(FAST_NAMES)(
    '%s is the same by the environment’s own code, with a key and without, in pieces and copied',
    (name) => {
      const { algorithm } = hashFunction(name)!
      fc.assert(
        fc.property(fc.array(bytes, { maxLength: 3 }), (pieces) => {
          const [own, other] = [algorithm.create(), fast(name, null)!.copy()]
          for (const piece of pieces) {
            own.update(piece)
            other.update(piece)
          }
          expect([...own.digest()]).toEqual([...other.digest()])
        }),
        { numRuns: 10 },
      )
    },
  )

  it.skipIf(missing('pinned Node'))('has every name that Node lists, except SM3 and MD5 with SHA-1 in one', () => {
    const { stdout } = spawnSync(pinnedNode()!, ['-p', "crypto.getHashes().join('\\n')"], { encoding: 'utf8' })
    const names = stdout.trim().split('\n')
    expect(names.filter((name) => !HASH_NAMES.includes(name))).toEqual([
      'RSA-SM3',
      'md5-sha1',
      'sm3',
      'sm3WithRSAEncryption',
    ])
  })

  it('is null for any other name', () => {
    expect([hashFunction('md4'), hashFunction('constructor'), hashFunction('')]).toEqual([null, null, null])
  })
})
