import net from 'node:net'
import { StringDecoder } from 'node:string_decoder'
import { params } from './params.ts'

const [host, port, how] = process.argv.slice(2) // how: `keepalive` or `heartbeat`

const socket = net.connect({ host: host!, port: Number(port) })
/** Characters a line may have. Without a limit, a server that never ends its line fills our memory. */
const MAX_LINE = 65_536
const decoder = new StringDecoder('utf8') // with setEncoding, a byte inside a character would not be heard of
let rest = '' // the line that is not complete yet
let question: NodeJS.Timeout // when to ask
let verdict: NodeJS.Timeout // when to give up

/** A host that refuses, resets or ends a connection is there. */
function leave(): void {
  clearTimeout(question)
  clearTimeout(verdict)
  socket.destroy()
}

function dead(): void {
  leave()
  console.log('DEAD')
}

/** Whatever arrived: somebody sent it. Both times start again. */
function listenOn(): void {
  clearTimeout(question)
  clearTimeout(verdict)
  question = setTimeout(() => {
    socket.write('PING\n')
    verdict = setTimeout(dead, params.patience * 1000)
  }, params.heartbeat * 1000)
}

socket.on('connect', () => {
  if (how === 'keepalive') socket.setKeepAlive(true, params.idle * 1000)
  else listenOn()
})

socket.on('data', (chunk) => {
  if (how === 'heartbeat') listenOn()
  const lines = (rest + decoder.write(chunk)).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) {
    if (line === 'PING') socket.write('PONG\n')
    else if (line !== 'PONG') console.log(line)
  }
  if (rest.length > MAX_LINE) leave()
})
socket.on('end', leave)
socket.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') leave()
  else dead()
})
