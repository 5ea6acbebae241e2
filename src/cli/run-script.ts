import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Runs one of the repository's scripts with this Node, its output on standard error, and returns its exit status. */
export function runScript(script: string, args: string[] = []): Promise<number> {
  const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)))
}
