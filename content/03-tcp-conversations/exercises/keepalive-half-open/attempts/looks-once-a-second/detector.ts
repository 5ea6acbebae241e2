import net from 'node:net'
import { createInterface } from 'node:readline'
import { params } from './params.ts'

const [host, port, how] = process.argv.slice(2) // how: `keepalive` or `heartbeat`

const socket = net.connect({ host: host!, port: Number(port) })
const NOT_DEAD = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE'])

let lastByte = 0
let askedAt = 0 // 0: nothing asked since the last byte
let ticker: NodeJS.Timeout | undefined

function over(dead = false): void {
  if (dead) console.log('DEAD')
  clearInterval(ticker)
  process.exit(0)
}

socket.on('connect', () => {
  if (how === 'keepalive') return void socket.setKeepAlive(true, params.idle * 1000)
  lastByte = performance.now()
  ticker = setInterval(() => {
    const now = performance.now()
    if (askedAt > 0) {
      if (now - askedAt >= params.patience * 1000) over(true)
    } else if (now - lastByte >= params.heartbeat * 1000) {
      askedAt = now
      socket.write('PING\n')
    }
  }, 1000)
})

socket.on('data', () => {
  lastByte = performance.now()
  askedAt = 0
})

createInterface({ input: socket, crlfDelay: Infinity }).on('line', (line) => {
  if (line === 'PING') socket.write('PONG\n')
  else if (line !== 'PONG') console.log(line)
})

socket.on('end', () => over())
socket.on('error', (error: NodeJS.ErrnoException) => over(!NOT_DEAD.has(error.code ?? '')))
