/** Runs more tasks at once than your pool may have connections, then one more with a connection that is there, and drains it. */
import { params } from './params.ts'
import { Pool } from './pool.ts'

const pool = new Pool({ host: 'server', port: params.port, max: params.max, acquireMs: params.acquireMs })

const task = (line: string) =>
  pool
    .use((connection) => connection.ask(line))
    .then(
      (answer) => say(answer),
      (error) => say(`${line} rejected: ${error.message}`),
    )
await Promise.all(Array.from({ length: params.max + 2 }, (_, index) => task(`task ${index + 1}`)))
await task('one more')
await pool.drain()
say('drained')

function say(what: string): void {
  console.log(`${Math.round(performance.now())} ms`.padEnd(8), what)
}
