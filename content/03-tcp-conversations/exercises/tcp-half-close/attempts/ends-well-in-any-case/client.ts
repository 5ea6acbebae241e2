import net from 'node:net'
import { pipeline } from 'node:stream'

const [host, port] = process.argv.slice(2)

const socket = net.connect(Number(port), host!)
let hasAnswered = false

pipeline(process.stdin, socket, (error) => {
  if (error && !hasAnswered) console.error('sending:', error.message)
})

socket.on('data', (chunk) => {
  process.stdout.write(chunk)
})
socket.on('end', () => {
  hasAnswered = true
  socket.end()
})
socket.on('close', () => {
  process.stdout.write('', () => process.exit(0))
})
