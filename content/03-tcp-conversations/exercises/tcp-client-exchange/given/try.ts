/** Asks what stands behind its name, and prints what `ask` makes of it: `node try.ts one half` asks two questions. */
import { ask } from './client.ts'
import { params } from './params.ts'

try {
  console.log(await ask('server', params.port, process.argv.slice(2)))
} catch (error) {
  console.log('rejected:', error)
}
