// A rejection of fs/promises that nobody handles.
import fs from 'node:fs'
import fsp from 'node:fs/promises'
import '../support/scratch-folder.cjs'

async function load() {
  return await fsp.readFile('/nope/file.txt')
}
await load()
