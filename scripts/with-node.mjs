// node scripts/with-node.mjs SCRIPT [args]: installs what is missing and runs the script under the pinned Node.
import { ensureInstalled, runPinned } from './ensure.mjs'

ensureInstalled()
runPinned(process.argv[2], process.argv.slice(3))
