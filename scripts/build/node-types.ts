// Type declarations for the editor: `@types/node` and what it needs, without its comments, and the platform's own modules; as one JSON file.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Step } from './step.ts'

const OUTPUT = 'generated/node-types.json'
const PACKAGES = ['@types/node', 'undici-types']
/** Modules that the platform provides to programs; the editor always knows their types. */
const OWN = { 'ackademy-sockets': 'src/runtime/sockets/ackademy-sockets.d.ts' }

export const nodeTypes: Step = {
  name: 'node-types',
  outputs: [OUTPUT],
  inputs: [
    ...PACKAGES.map((name) => `node_modules/${name}/package.json`),
    ...Object.values(OWN),
    'scripts/build/node-types.ts',
  ],
  make: async () => {
    const files: Record<string, string> = {}
    for (const name of PACKAGES) {
      const folder = join('node_modules', name)
      for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (file.endsWith('package.json')) files[join(folder, file)] = readFileSync(join(folder, file), 'utf8')
        else if (/\.d\.[cm]?ts$/.test(file) && !/(^|\/)(ts5\.\d|compatibility)\//.test(file))
          files[join(folder, file)] = withoutComments(readFileSync(join(folder, file), 'utf8'))
      }
    }
    for (const [name, file] of Object.entries(OWN))
      files[`node_modules/@types/${name}/index.d.ts`] = readFileSync(file, 'utf8')
    mkdirSync('generated', { recursive: true })
    writeFileSync(OUTPUT, JSON.stringify(files))
    return undefined
  },
}

/** Comments are three quarters of these files. Strings and directives (`/// <reference`) stay. */
function withoutComments(text: string): string {
  return text
    .replace(
      /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|(^|[^/:])\/\/(?!\/).*$/gm,
      (all, string, before) => (string === undefined ? (before ?? '') : all),
    )
    .replace(/^[ \t]+/gm, '')
    .replace(/\n{2,}/g, '\n')
}
