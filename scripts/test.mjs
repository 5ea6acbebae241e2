// npm test: installs what is missing, then every check of test.ts under the pinned Node.
import { ensureInstalled, runPinned } from './ensure.mjs'

ensureInstalled()
runPinned('scripts/test.ts', process.argv.slice(2))
