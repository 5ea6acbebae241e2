// A rejection of fs/promises that nobody handles.
import fs from 'node:fs'
import fsp from 'node:fs/promises'
const folder = fs.mkdtempSync('/tmp/parity-')
process.chdir(folder)
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))
const attempt = async (name, run) => {
  try {
    console.log(name, await run())
  } catch (error) {
    console.log(name, error.name, error.code, error.message.replaceAll(folder, 'FOLDER'))
  }
}

async function load() {
  return await fsp.readFile('/nope/file.txt')
}
await load()
