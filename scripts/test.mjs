// npm test: installs what is missing, then every check of test.ts.
import { ensureInstalled, runScript } from './ensure.mjs'

ensureInstalled()
runScript('scripts/test.ts', process.argv.slice(2))
