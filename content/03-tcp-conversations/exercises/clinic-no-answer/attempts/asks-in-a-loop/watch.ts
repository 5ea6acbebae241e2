import { once } from 'node:events'
import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { params } from './params.ts'

const [host, port] = process.argv.slice(2)
const socket = net.connect({ host: host!, port: Number(port) })
const over = new AbortController()
const { signal } = over

let heard: (() => void) | undefined

async function read(): Promise<void> {
  let rest = ''
  for await (const text of socket.setEncoding('utf8')) {
    const lines: string[] = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      heard?.()
      console.log(line)
    }
  }
}

/** Asks, and throws if no line comes in time. */
async function ask(): Promise<void> {
  const patience = new AbortController()
  const stop = () => patience.abort()
  signal.addEventListener('abort', stop)
  heard = stop
  socket.write('STATUS\n')
  try {
    await sleep(params.patienceMs, undefined, { signal: patience.signal })
  } catch {
    return // a line came, or all is over
  } finally {
    heard = undefined
    signal.removeEventListener('abort', stop)
  }
  throw new Error('no answer')
}

async function watch(): Promise<void> {
  await once(socket, 'connect', { signal })
  socket.setKeepAlive(true, params.probeMs)
  const start = performance.now()
  for (let n = 1; !signal.aborted; n++) {
    await ask()
    await sleep(Math.max(0, start + n * params.everyMs - performance.now()), undefined, { signal })
  }
}

// Whichever ends first: the connection, or the patience.
await Promise.race([read(), watch()]).catch(() => {})
over.abort()
socket.destroy()
console.log('LOST')
