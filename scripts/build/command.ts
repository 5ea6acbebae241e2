// The `ackademy` command, its threads and its worker processes, each as one file: a thousand small ones take Node a second to read, every time.
import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import type { Plugin } from 'esbuild'
import { nodeBundle } from './bundle.ts'
import { ROOT, type Step } from './step.ts'

const THREADS: Record<string, string> = {
  'world-thread': 'src/runtime/lab/on-disk/world-thread.ts',
  'crew-thread': 'src/grader/node/crew/crew-thread.ts',
  'check-worker': 'src/cli/check/check-worker.ts',
}

/**
 * What a source finds by its own place (the course, the site, tools) it finds from the bundle too: it is told its own address there. Threads
 * lie beside the bundle.
 */
const addresses: Plugin = {
  name: 'addresses',
  setup(build) {
    const thread = new RegExp(`new URL\\('\\./(${Object.keys(THREADS).join('|')})\\.ts', import\\.meta\\.url\\)`, 'g')
    build.onLoad({ filter: /\/(?:src|ci-runner)\/.*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      const own = `new URL(${JSON.stringify(`../${relative(ROOT, path)}`)}, import.meta.url).href`
      const parts = text.split(thread).map((part, i) =>
        // What stands between two texts is the name of a thread.
        i % 2 === 0 ? part.replaceAll('import.meta.url', own) : `new URL('./${part}.mjs', import.meta.url)`,
      )
      return { loader: 'ts', contents: parts.join('') }
    })
  },
}

const commandBundle = (name: string, entry: string): Step =>
  nodeBundle(name, entry, {
    // Native code, which no bundle can hold.
    external: ['koffi', 'esbuild'],
    plugins: [addresses],
    // Nothing is renamed, so that no function has to be told its name.
    keepNames: false,
    // CommonJS packages in the bundle call require for Node's own modules.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
  })

export const command: readonly Step[] = [
  commandBundle('command', 'src/cli/main.ts'),
  ...Object.entries(THREADS).map(([name, entry]) => commandBundle(name, entry)),
]
