// Watching with for await, until a signal ends it.
import fs from 'node:fs'
import fsp from 'node:fs/promises'
import { attemptAsync as attempt } from '../support/scratch-folder.cjs'

const abort = new AbortController()
setTimeout(() => fs.writeFileSync('first', ''), 50)
try {
  for await (const { eventType, filename } of fsp.watch('.', { signal: abort.signal })) {
    console.log(eventType, filename)
    abort.abort()
  }
} catch (error) {
  console.log(error.name, error.code)
}
await attempt('nothing', async () => {
  for await (const _ of fsp.watch('nope')) break
})
