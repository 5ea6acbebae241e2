/** Asks the questions on its command line, and prints what `ask` makes of each: `node try.ts one half` asks two. */
import { ask } from './client.ts'
import { params } from './params.ts'

try {
  console.log(await ask('server', params.port, process.argv.slice(2)))
} catch (error) {
  console.log('rejected:', error)
}
