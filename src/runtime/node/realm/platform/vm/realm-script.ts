import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

let script: string | null = null

/** This runtime as one script whose value is its exports, to be compiled into each context. Made once a process. */
export function realmScript(): string {
  script ??= bundleRuntime()
  return script
}

/** The entry is beside the sources; in a built program it was made beforehand (`scripts/build.ts`). */
function bundleRuntime(): string {
  const built = fileURLToPath(new URL('./node-realm.js', import.meta.url))
  if (existsSync(built)) return readFileSync(built, 'utf8')
  const { buildSync } = createRequire(import.meta.url)('esbuild') as typeof import('esbuild')
  const result = buildSync({
    entryPoints: [fileURLToPath(new URL('../../realm.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'nodeRealm',
    target: 'es2024',
    platform: 'neutral',
    // The compiler's parsers are looked at, then left out: the platform compiles.
    mainFields: ['module', 'main'],
    footer: { js: ';nodeRealm' },
  })
  // An expression, so that nothing is left in the context's global scope.
  return `(() => {${result.outputFiles[0]!.text}; return nodeRealm })()`
}
