import { createSocket } from 'node:dgram'

const KEEP_MS = 15_000
const [server = '198.51.100.20', port = '4000'] = process.argv.slice(2)

const socket = createSocket('udp4')
socket.on('error', ({ message }) => console.error(message))
socket.on('message', (message, { address, port }) => console.log(`${address}:${port} says ${message}`))
socket.bind(() => {
  send('where am I?')
  // Every NAT has to keep a mapping that packets from inside refresh (RFC 4787, REQ-6). Linux's forgets it after 30 s.
  setInterval(() => send(''), KEEP_MS)
})

function send(text: string): void {
  socket.send(text, Number(port), server)
}
