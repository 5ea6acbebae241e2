// What a process of a submission is made of: Node's own library, the runtime that goes into its context, and its program.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { ADD_ON_MODULES, ADD_ON_NAMES, parseLibrary } from '#node/library/index.ts'
import { nodeScript } from './bundle.ts'
import { KEPT_LIBRARY, keptLibrary } from './kept-library.ts'
import { script } from './script.ts'
import type { Step } from './step.ts'
import { withoutComments } from './without-comments.ts'

const LIBRARY = 'generated/node-library.json'
const REALM = 'generated/node-realm.js'

const nodeLibrary: Step = {
  name: 'node-library',
  outputs: [LIBRARY],
  inputs: [KEPT_LIBRARY],
  make: async () => {
    await mkdir('generated', { recursive: true })
    await writeFile(LIBRARY, keptLibrary())
    return undefined
  },
}

const nodeRealm: Step = {
  name: 'node-realm',
  outputs: [REALM],
  inputs: ['src/runtime/node', 'src/runtime/network'],
  make: async () => {
    const { realmScript } = await import('#node/realm/platform/vm/index.ts')
    await mkdir('generated', { recursive: true })
    await writeFile(REALM, realmScript())
    return undefined
  },
}

const addOns: Step = {
  name: 'add-ons',
  outputs: ADD_ON_NAMES.map((name) => `generated/add-on-${name}.json`),
  inputs: ['src/runtime/node', 'src/runtime/sockets', LIBRARY, 'scripts/build/without-comments.ts'],
  make: async () => {
    const { addOnFile, prepareAddOn } = await import('#node/realm/platform/vm/index.ts')
    const library = parseLibrary(await readFile(LIBRARY, 'utf8'))
    for (const name of ADD_ON_NAMES) {
      const used = ADD_ON_MODULES[name].map((id) => [id, withoutComments(library.sources[id] ?? '')])
      const addOn = prepareAddOn({ ...library, sources: Object.fromEntries(used) }, name)
      await writeFile(`generated/${addOnFile(name)}`, JSON.stringify(addOn))
    }
    return undefined
  },
}

const processImage: Step = {
  name: 'process-image',
  outputs: ['generated/process.image'],
  inputs: ['src/runtime/node', 'src/runtime/network', LIBRARY],
  make: () => script(['--no-warnings', 'scripts/build/process-image.ts']),
}

export const nodeProcess: readonly Step[] = [
  nodeLibrary,
  nodeRealm,
  addOns,
  nodeScript('process', 'src/runtime/node/processes/piped/child-main.ts'),
  processImage,
]
