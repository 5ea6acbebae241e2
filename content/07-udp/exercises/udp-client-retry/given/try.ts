/**
 * Calls your server with each of its words, one after the other: `node try.ts "add 5" sing` calls twice. With `nobody` it calls a
 * port that nobody uses. Set a loss on the link, and a call has to try again.
 */
import { params } from './params.ts'
import { call } from './rpc.ts'

for (const text of process.argv.slice(2)) {
  const began = performance.now()
  const port = text === 'nobody' ? params.port + 1 : params.port
  const result = await call('server', port, text).catch((error) => `rejected: ${error.code ?? error.message}`)
  console.log(`${text} → ${result}, after ${Math.round(performance.now() - began)} ms`)
}
