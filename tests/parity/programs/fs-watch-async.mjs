// Watching with for await, until a signal ends it.
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

const abort = new AbortController()
setTimeout(() => fs.writeFileSync('first', ''), 50)
setTimeout(() => abort.abort(), 150)
try {
  const seen = new Set()
  for await (const { eventType, filename } of fsp.watch('.', { signal: abort.signal })) {
    if (!seen.has(`${eventType} ${filename}`)) console.log(eventType, filename)
    seen.add(`${eventType} ${filename}`)
  }
} catch (error) {
  console.log(error.name, error.code)
}
await attempt('nothing', async () => {
  for await (const _ of fsp.watch('nope')) break
})
