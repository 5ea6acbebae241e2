// `ackademy` as one file with all that it reads inside: what the page mounts into a WebContainer.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ADD_ON_NAMES } from '#node/library/index.ts'
import { readImage } from '#node/processes/piped/index.ts'
import { addOnFile } from '#node/realm/platform/vm/index.ts'
import { nodeBundle } from './bundle.ts'
import { ROOT, type Step } from './step.ts'

const IMAGE = 'generated/process.image'
const LOAD_DRIVER = 'generated/load-driver.json'
const OUTPUT = 'generated/ackademy.mjs'

export const oneFile: Step = {
  name: 'one-file',
  outputs: [OUTPUT],
  inputs: [IMAGE, LOAD_DRIVER, ...ADD_ON_NAMES.map((name) => `generated/${addOnFile(name)}`)],
  make: async () => {
    const parts = JSON.stringify(await readParts())
    const { make } = nodeBundle('ackademy', 'src/cli/one-file/main.ts', {
      minify: true,
      external: ['koffi', 'esbuild'],
      banner: {
        js: [
          "import { createRequire as requireOf } from 'node:module'",
          'const require = requireOf(import.meta.url)',
          `const __PARTS__ = JSON.parse(${JSON.stringify(parts)});`,
        ].join('\n'),
      },
    })
    return make()
  },
}

async function readParts() {
  const image = readImage(join(ROOT, IMAGE))
  if (!image) throw new Error(`${IMAGE} cannot be read: make it again with npm run build`)
  // V8's own form of the code is of another Node than the one that will run this.
  const { codeCache: _, ...realm } = image.realm
  const json = async (file: string) => JSON.parse(await readFile(join(ROOT, file), 'utf8'))
  const addOns = await Promise.all(ADD_ON_NAMES.map(async (name) => [name, await json(`generated/${addOnFile(name)}`)]))
  return { realm, addOns: Object.fromEntries(addOns), loadDriver: await json(LOAD_DRIVER) }
}
