// Bundles of our own code for places without a module loader: workers of the sandboxed frame, the jailed child process.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildOptions } from 'esbuild'
import { scriptHash } from '../content-security-policy.ts'
import { ROOT, type Step } from './step.ts'

/** Builds a script for a classic worker: one file, no imports, no Node. */
export function workerBundle(name: string, entry: string, options: BuildOptions = {}): Step {
  const output = `generated/${name}.js`
  return { name, outputs: [output], make: () => bundle(entry, output, options) }
}

/**
 * Worker globals that our own code uses. The world's worker removes them from its global object before a program runs; the bundle has private names
 * for them, which no program can see.
 */
const CAPTURED =
  'Blob,Date,MessageChannel,TextDecoder,TextEncoder,URL,atob,btoa,clearTimeout,crypto,performance,queueMicrotask,setTimeout,structuredClone'

/** The same for a worker that programs run in. */
export function worldBundle(name: string, entry: string): Step {
  return workerBundle(name, entry, {
    banner: { js: `(()=>{const {${CAPTURED}}=globalThis;` },
    footer: { js: '})()' },
  })
}

/** The document of the sandboxed frame: its script inline, and a policy that allows this script and workers made from blobs. */
export function frameDocument(entry: string): Step {
  const output = 'generated/frame.html'
  return {
    name: 'frame',
    outputs: [output],
    make: async () => {
      const script = 'generated/frame-boot.js'
      const inputs = await bundle(entry, script)
      await writeFile(join(ROOT, output), framePage((await readFile(join(ROOT, script), 'utf8')).trim()))
      return inputs
    },
  }
}

function framePage(script: string): string {
  const policy = [
    "default-src 'none'",
    // llhttp is WebAssembly inside Node's own http library.
    `script-src ${scriptHash(script)} blob: 'wasm-unsafe-eval'`,
    'worker-src blob:',
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ')
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><script>${script}</script>`
}

/** Builds a module for Node that loads only what `external` names: native add-ons, which can't be bundled. */
export function nodeBundle(name: string, entry: string, options: BuildOptions = {}): Step {
  const output = `generated/${name}.mjs`
  return {
    name,
    outputs: [output],
    make: () => bundle(entry, output, { format: 'esm', platform: 'node', target: 'node24', minify: false, ...options }),
  }
}

/** Builds CommonJS, for a program that is started often: Node's ES module loader is slow to start. */
export function nodeScript(name: string, entry: string): Step {
  const output = `generated/${name}.cjs`
  // Replacements for import.meta.
  const define = { 'import.meta.dirname': '__dirname', 'import.meta.url': '__filename' }
  return {
    name,
    outputs: [output],
    make: () => bundle(entry, output, { format: 'cjs', platform: 'node', target: 'node24', minify: false, define }),
  }
}

async function bundle(entry: string, output: string, options: BuildOptions = {}): Promise<string[]> {
  const { build } = await import('esbuild')
  await mkdir(join(ROOT, 'generated'), { recursive: true })
  const result = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile: output,
    bundle: true,
    minify: true,
    // Error messages name our classes.
    keepNames: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2023',
    logLevel: 'warning',
    ...options,
    metafile: true,
  })
  return Object.keys(result.metafile.inputs)
}
