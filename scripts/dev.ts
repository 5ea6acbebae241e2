/**
 * Serves the site for authors: builds generated files first, then each page when it is requested; a changed lesson
 * or exercise reloads in the page. Options go to `astro dev` (`--port N`).
 */
import { spawn } from 'node:child_process'

const guard = new URL('./end-with-parent.mjs', import.meta.url).href

function run(args: string[]): Promise<number> {
  const child = spawn(process.execPath, ['--import', guard, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)))
}

const built = await run(['scripts/build.ts', 'page'])
process.exitCode =
  built === 0 ? await run(['node_modules/astro/bin/astro.mjs', 'dev', ...process.argv.slice(2)]) : built
