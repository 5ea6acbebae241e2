// The `ackademy` command, its threads and its worker processes, each bundled into one file: Node needs a second to read a thousand small ones.
import { nodeBundle } from './bundle.ts'
import type { Step } from './step.ts'
import { addresses, watchdogThread } from './threads.ts'

const THREADS: Record<string, string> = {
  'world-thread': 'src/runtime/lab/on-disk/world-thread.ts',
  'pool-worker': 'src/grader/node/worker-pool/pool-worker.ts',
  'check-worker': 'src/cli/check/check-worker.ts',
}

/** A bundle beside that of the command, which may start the same threads. */
export const bundleForCommand = (name: string, entry: string): Step =>
  nodeBundle(name, entry, {
    // Native code can't be bundled.
    external: ['koffi', 'esbuild'],
    plugins: [addresses],
    // Nothing is renamed, so esbuild's helper that restores function names isn't needed.
    keepNames: false,
    // CommonJS packages in the bundle call require for Node's own modules.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
  })

export const command: readonly Step[] = [
  bundleForCommand('command', 'src/cli/main.ts'),
  ...Object.entries(THREADS).map(([name, entry]) => bundleForCommand(name, entry)),
  watchdogThread,
]
