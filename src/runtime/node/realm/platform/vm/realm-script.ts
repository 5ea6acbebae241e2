import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { AddOnName } from '../../../library/index.ts'

const MODULES = '../../../../../../node_modules/'

/** Entries of add-ons that are not among the bindings: a path for the bundler, not an import. */
const PLACES: Partial<Record<AddOnName, string>> = { sockets: '../../../../sockets/simulated/index.ts' }

const scripts = new Map<string, string>()

/** This runtime as one script whose value is its exports, to be compiled into each context. Made once per process. */
export function realmScript(): string {
  return once('realm', () => {
    // In a built program, `scripts/build.ts` has made it; otherwise it is bundled from the sources beside this file.
    const built = fileURLToPath(new URL('./node-realm.js', import.meta.url))
    return existsSync(built) ? readFileSync(built, 'utf8') : bundle('../../realm.ts')
  })
}

/** Returns the same for the part of the runtime below an add-on of the library. */
export function addOnScript(name: AddOnName): string {
  return once(name, () => bundle(PLACES[name] ?? `../../bindings/${name}/index.ts`))
}

function once(name: string, make: () => string): string {
  const script = scripts.get(name) ?? make()
  scripts.set(name, script)
  return script
}

function bundle(entry: string): string {
  const { buildSync } = createRequire(import.meta.url)('esbuild') as typeof import('esbuild')
  const result = buildSync({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'nodeRealm',
    target: 'es2024',
    platform: 'neutral',
    // The bundler reads the compiler's parsers, then drops them: the platform compiles.
    mainFields: ['module', 'main'],
    // A WebAssembly module becomes Base64 text; its package only exports its own JavaScript.
    loader: { '.wasm': 'base64' },
    alias: {
      'brotli-wasm/webassembly': fileURLToPath(
        new URL(`${MODULES}brotli-wasm/pkg.web/brotli_wasm_bg.wasm`, import.meta.url),
      ),
      'zstd-wasm/webassembly': fileURLToPath(
        new URL(`${MODULES}@bokuweb/zstd-wasm/dist/esm/zstd.wasm`, import.meta.url),
      ),
    },
    footer: { js: ';nodeRealm' },
  })
  // An expression, so that nothing is left in the context's global scope.
  return `(() => {${result.outputFiles[0]!.text}; return nodeRealm })()`
}
