/**
 * Makes what is generated, then the site. Each step runs only when something it was made from has changed, so that `npm start`
 * and `npm test` cost nothing when nothing did. `--quiet` prints only what goes wrong.
 */
import { spawn } from 'node:child_process'
import { frameDocument, workerBundle } from './build/bundle.ts'
import { nodeTypes } from './build/node-types.ts'
import { bring, type Step } from './build/step.ts'

const quiet = process.argv.includes('--quiet')

/** Runs a script under this same Node; its output appears when it fails, or when nobody asked for quiet. */
function script(args: string[]): Promise<undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk))
    child.on('close', (status) => {
      if (status === 0) resolve(undefined)
      else reject(new Error(`node ${args.join(' ')} ended with status ${status}:\n${output}`))
    })
  })
}

const steps: Step[] = [
  frameDocument('src/labs/sandbox/frame-boot.ts'),
  nodeTypes,
  {
    name: 'site',
    outputs: ['dist/index.html'],
    inputs: ['src', 'content', 'public', 'generated', 'astro.config.mjs', 'scripts/content-security-policy.ts'],
    make: () => script(['node_modules/astro/bin/astro.mjs', 'build', '--silent']),
  },
]

for (const step of steps) {
  const started = performance.now()
  try {
    const ran = await bring(step)
    if (ran && !quiet) console.log(`${step.name}: ${((performance.now() - started) / 1000).toFixed(1)} s`)
  } catch (error) {
    console.error(`The build stopped at "${step.name}".\n${error instanceof Error ? error.message : error}`)
    process.exit(1)
  }
}
