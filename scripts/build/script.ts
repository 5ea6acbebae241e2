import { spawn } from 'node:child_process'

const guard = new URL('../end-with-parent.mjs', import.meta.url).href

/** Runs a script under this same Node; its output appears when it fails, or when nobody asked for quiet. */
export function script(args: string[]): Promise<undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', guard, ...args], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk))
    child.on('close', (status) => {
      if (status === 0) resolve(undefined)
      else reject(new Error(`node ${args.join(' ')} ended with status ${status}:\n${output}`))
    })
  })
}
