// node scripts/with-node.mjs SCRIPT [args]: installs what is missing and runs the script under this Node, or the pinned one where this is too old.
import { ensureInstalled, runScript } from './ensure.mjs'

ensureInstalled()
runScript(process.argv[2], process.argv.slice(3))
