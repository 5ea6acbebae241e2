#!/usr/bin/env node
// The `ackademy` command. It has no dependency itself: it installs what is missing and goes on under the pinned Node.
import { ensureInstalled, runPinned } from '../scripts/ensure.mjs'

ensureInstalled()
runPinned('scripts/command.ts', process.argv.slice(2))
