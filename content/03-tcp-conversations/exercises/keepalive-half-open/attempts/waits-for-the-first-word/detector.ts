import net from 'node:net'
import { StringDecoder } from 'node:string_decoder'
import { params } from './params.ts'

const [host, port, how] = process.argv.slice(2) // how: `keepalive` or `heartbeat`

const socket = net.connect({ host: host!, port: Number(port) })
const decoder = new StringDecoder('utf8')
let rest = ''
let silence: NodeJS.Timeout | undefined
let patience: NodeJS.Timeout | undefined
let isOver = false

function finish(isDead: boolean): void {
  if (isOver) return
  isOver = true
  clearTimeout(silence)
  clearTimeout(patience)
  socket.destroy()
  if (isDead) console.log('DEAD')
}

/** Something has arrived: the silence begins anew. */
function signOfLife(): void {
  if (how !== 'heartbeat') return
  clearTimeout(silence)
  clearTimeout(patience)
  silence = setTimeout(() => {
    socket.write('PING\n')
    patience = setTimeout(finish, params.patience * 1000, true)
  }, params.heartbeat * 1000)
}

socket.on('connect', () => {
  if (how === 'keepalive') socket.setKeepAlive(true, params.idle * 1000)
})

socket.on('data', (chunk: Buffer) => {
  signOfLife()
  const lines = (rest + decoder.write(chunk)).split('\n')
  rest = lines.pop()!
  for (const line of lines) {
    if (line === 'PING') socket.write('PONG\n')
    else if (line !== 'PONG') console.log(line)
  }
})

socket.on('end', () => finish(false))
socket.on('close', () => finish(false))
socket.on('error', (error: NodeJS.ErrnoException) => {
  // Somebody was there to refuse or to reset. Any other error says that packets get no answer.
  finish(!['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(error.code ?? ''))
})
