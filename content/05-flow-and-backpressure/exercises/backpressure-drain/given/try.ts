/**
 * Reads what your server sends and prints how much has arrived. With `pause` it stops reading for two seconds in the middle;
 * `stop` never reads again, `leave` resets the connection.
 */
import net from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { params } from './params.ts'

const [how = ''] = process.argv.slice(2)
const PAUSE_AT = 100_000
const started = performance.now()
const socket = net.connect(params.port, 'server')
const told = new Set<string>()
let bytes = 0

socket.on('data', async (chunk) => {
  bytes += chunk.length
  if (bytes < PAUSE_AT || told.has(how) || !['pause', 'stop', 'leave'].includes(how)) return
  told.add(how)
  say(`reading stops: ${how}`)
  if (how === 'leave') return void socket.resetAndDestroy()
  socket.pause()
  if (how === 'stop') return
  await wait(2_000)
  say('reading goes on')
  socket.resume()
})
socket.on('end', () => say('the server has closed its side'))
socket.on('error', (error) => say(`the connection failed: ${error.message}`))

function say(what: string): void {
  console.log(`${((performance.now() - started) / 1000).toFixed(2)} s  ${bytes} bytes  ${what}`)
}
