// Bundles that start threads and worker processes. Each thread or process is a bundle beside the one that starts it.
import { readFile } from 'node:fs/promises'
import { relative, sep } from 'node:path'
import type { Plugin } from 'esbuild'
import { nodeBundle } from './bundle.ts'
import { ROOT, type Step } from './step.ts'

const THREAD = /new URL\('\.\/([\w-]+-(?:thread|worker))\.ts', import\.meta\.url\)/g

/** Names the bundle, not the source: for a `.ts` name Node would load its compiler to strip types that are already gone. */
export const threadsBeside = onSources('threads', (text) =>
  text.replaceAll(THREAD, "new URL('./$1.mjs', import.meta.url)"),
)

/** The same; and what a source finds by its own place (the course, the site, tools) it finds from the bundle too: it is told its own address there. */
export const addresses = onSources('addresses', (text, path) => {
  const own = `new URL(${JSON.stringify(`../${relative(ROOT, path).split(sep).join('/')}`)}, import.meta.url).href`
  const parts = text.split(THREAD).map((part, i) =>
    // What stands between two texts is the name of a thread.
    i % 2 === 0 ? part.replaceAll('import.meta.url', own) : `new URL('./${part}.mjs', import.meta.url)`,
  )
  return parts.join('')
})

function onSources(name: string, change: (text: string, path: string) => string): Plugin {
  return {
    name,
    setup(build) {
      build.onLoad({ filter: /[\\/](?:src|ci-runner)[\\/].*\.ts$/ }, async ({ path }) => ({
        loader: 'ts',
        contents: change(await readFile(path, 'utf8'), path),
      }))
    },
  }
}

/** Watches over piped processes, for the harness of the grading image and for the command. */
export const watchdogThread: Step = nodeBundle('watchdog-thread', 'src/runtime/node/processes/piped/watchdog-thread.ts')
