// Watching with for await, until a signal ends it.
import fs from 'node:fs'
import fsp from 'node:fs/promises'
import { attemptAsync as attempt } from '../support/scratch-folder.cjs'

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
