// The platform's part of the grading image: the harness, and the files that a jailed program sees.
import { readFileSync } from 'node:fs'
import { nodeBundle } from './bundle.ts'
import type { Step } from './step.ts'
import { threadsBeside, watchdogThread } from './threads.ts'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

export const gradingImage: readonly Step[] = [
  nodeBundle('harness', 'ci-runner/harness/harness.ts', {
    external: ['koffi'],
    plugins: [threadsBeside],
    define: { PLATFORM_VERSION: JSON.stringify(version) },
    // CommonJS packages in the bundle call require for Node's own modules.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  }),
  watchdogThread,
  nodeBundle('learner', 'ci-runner/harness/learner.ts'),
  nodeBundle('sockets', 'src/runtime/sockets/linux/learner.ts', { external: ['koffi'] }),
]
