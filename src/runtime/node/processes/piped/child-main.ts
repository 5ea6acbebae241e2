/** What a child runs (`generated/process.mjs`): a realm that is booted before its program is known, and the kernel's pipe. */
import { readFileSync } from 'node:fs'
import { parseLibrary } from '../../library/index.ts'
import { createVmRealm } from '../../realm/platform/vm/index.ts'
import { serveKernel } from './kernel-pipe.ts'

const library = parseLibrary(readFileSync(new URL('./node-library.json', import.meta.url), 'utf8'))
await serveKernel((calls) => createVmRealm({ library, calls }))
