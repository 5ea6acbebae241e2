/** Bundles a script for a child process of a test: the child may read nothing but this one file. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { build } from 'esbuild'

export async function bundleChild(entry: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-test-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const script = join(folder, `${basename(entry, '.ts')}.mjs`)
  await build({
    entryPoints: [entry],
    outfile: script,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  })
  return script
}
