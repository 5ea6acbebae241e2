#!/usr/bin/env node
// The `ackademy` command. It has no dependency itself: it installs what is missing and goes on under this Node, or the pinned one where this is too old.
import { ensureInstalled, runScript } from '../scripts/ensure.mjs'

ensureInstalled()
runScript('scripts/command.ts', process.argv.slice(2))
