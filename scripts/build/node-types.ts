// Type declarations for the editor: `@types/node` and what it needs, without its comments, and the platform's own modules; as one JSON file.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
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
      const folder = `node_modules/${name}`
      for (const found of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        const file = found.replaceAll('\\', '/')
        if (file.endsWith('package.json')) files[`${folder}/${file}`] = readFileSync(`${folder}/${file}`, 'utf8')
        else if (/\.d\.[cm]?ts$/.test(file) && !/(^|\/)(ts5\.\d|compatibility)\//.test(file))
          files[`${folder}/${file}`] = withoutComments(readFileSync(`${folder}/${file}`, 'utf8'))
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
