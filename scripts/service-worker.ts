// Writes the service worker of the built site: it keeps every file of the site, so that the site works without a network, labs included.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'
import { build } from 'esbuild'

const SOURCE = fileURLToPath(new URL('../src/labs/offline/service-worker.ts', import.meta.url))
/** Files needed for reading are small and cached at once; the rest is fetched when the page is idle. */
const LARGE = 200_000
/** Useless without a network (the command that a WebContainer runs), or kept when a program first asks for it (npm packages). */
const NOT_KEPT = /^(?:sw\.js|404\.html|ackademy\.[\w-]+\.mjs|package-.*\.json)$/

/** Must run after every step that changes files: it lists them with hashes of their contents. */
export function serviceWorker(): AstroIntegration {
  return {
    name: 'ackademy:service-worker',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const root = fileURLToPath(dir)
        const files = await listFiles(root)
        const version = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 12)
        const first = files.filter(({ size }) => size < LARGE).map(({ path }) => path)
        const later = files.filter(({ size }) => size >= LARGE).map(({ path }) => path)
        await build({
          entryPoints: [SOURCE],
          outfile: join(root, 'sw.js'),
          bundle: true,
          minify: true,
          format: 'iife',
          target: 'es2023',
          logLevel: 'warning',
          define: {
            __VERSION__: JSON.stringify(version),
            __FIRST__: JSON.stringify(first),
            __LATER__: JSON.stringify(later),
          },
        })
      },
    },
  }
}

interface SiteFile {
  /** Address from the root, as a page requests it: a folder for its index.html. */
  path: string
  size: number
  hash: string
}

async function listFiles(root: string): Promise<SiteFile[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && !NOT_KEPT.test(entry.name))
  const listed = files.map(async (entry): Promise<SiteFile> => {
    const path = join(entry.parentPath, entry.name)
    const bytes = await readFile(path)
    const address = path
      .slice(root.length)
      .replaceAll('\\', '/')
      .replace(/(^|\/)index\.html$/, '$1')
    return { path: address, size: bytes.length, hash: createHash('sha256').update(bytes).digest('base64') }
  })
  return (await Promise.all(listed)).sort((a, b) => (a.path < b.path ? -1 : 1))
}
