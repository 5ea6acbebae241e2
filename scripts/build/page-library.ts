// The part of Node's library that a process in the page can reach, without comments: a tenth of what is in the binary.
import { readFile, writeFile } from 'node:fs/promises'
import { LIBRARY_MODULES, parseLibrary } from '#node/library/index.ts'
import type { Step } from './step.ts'
import { withoutComments } from './without-comments.ts'

const SOURCE = 'generated/node-library.json'
const OUTPUT = 'generated/node-library-page.json'

export const pageLibrary: Step = {
  name: 'page-library',
  outputs: [OUTPUT],
  inputs: [SOURCE, 'src/runtime/node/library', 'scripts/build/without-comments.ts'],
  make: async () => {
    const library = parseLibrary(await readFile(SOURCE, 'utf8'))
    const sources = Object.fromEntries(
      LIBRARY_MODULES.map((id) => {
        const source = library.sources[id]
        if (source === undefined) throw new Error(`${SOURCE} has no module ${id}`)
        return [id, withoutComments(source)]
      }),
    )
    await writeFile(OUTPUT, JSON.stringify({ ...library, sources }))
    return undefined
  },
}
