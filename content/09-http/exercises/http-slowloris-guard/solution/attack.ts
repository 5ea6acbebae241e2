import net from 'node:net'

const [host = 'a', port, count] = process.argv.slice(2)
/** Shorter than any timer for silence that a server can afford. */
const EVERY_MS = 4_000

function begin(): void {
  const socket = net.connect(Number(port), host)
  socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\n`)
  const more = setInterval(() => socket.write('X-More: yes\r\n'), EVERY_MS) // the empty line that ends a header never comes
  socket.on('error', () => {}) // 'close' follows
  socket.on('close', () => {
    clearInterval(more)
    setTimeout(begin, 1_000)
  })
}

for (let i = 0; i < Number(count); i++) begin()
