import net from 'node:net'
import { params } from './params.ts'

const text = 'one\ntwo\nthree'
const socket = net.connect({ port: 9000, host: 'server', noDelay: true })
socket.on('error', (error) => console.log(error.message))
socket.on('data', (chunk) => console.log('heard', JSON.stringify(String(chunk))))

let sent = 0
const next = () => {
  if (sent >= text.length) return socket.end()
  socket.write(text.slice(sent, sent + params.pieces))
  sent += params.pieces
  setTimeout(next, 5)
}
socket.on('connect', next)
