/**
 * Node's own library as the repository keeps it: taken out of the pinned Node once (`scripts/extract-node-library.ts`), so a build needs
 * neither that Node nor its platform.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import type { NodeLibrary } from '#node/library/index.ts'

export const KEPT_LIBRARY = 'src/runtime/node/library/kept'
const PACKED = 'node-library.json.br'
const LICENSE = 'LICENSE'
/** SHA-256 of the library as JSON, its license included. The script that extracts it prints the new one. */
const SHA256 = 'd04d6b118fb1d25589d6d4e8ab2a35b77720a059c00bf038a3f352727b53769f'

/** Returns the library as JSON, for `generated/node-library.json`. Throws where a file in the folder isn't the one that was kept. */
export function keptLibrary(folder = KEPT_LIBRARY): string {
  const packed = JSON.parse(brotliDecompressSync(readFileSync(join(folder, PACKED))).toString())
  const text = JSON.stringify({ license: readFileSync(join(folder, LICENSE), 'utf8'), ...packed })
  const found = sha256(text)
  if (found !== SHA256)
    throw new Error(
      `${folder}: SHA-256 is ${found}, expected ${SHA256}; get both files again: git checkout -- ${folder}`,
    )
  return text
}

/** Writes the library and its license as files of the repository. Returns the SHA-256 that belongs above. */
export function keepLibrary({ license, ...library }: NodeLibrary): string {
  const text = JSON.stringify(library)
  mkdirSync(KEPT_LIBRARY, { recursive: true })
  const params = { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: text.length }
  writeFileSync(join(KEPT_LIBRARY, PACKED), brotliCompressSync(text, { params }))
  writeFileSync(join(KEPT_LIBRARY, LICENSE), license)
  return sha256(JSON.stringify({ license, ...library }))
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
