import net from 'node:net'

const [host, port] = process.argv.slice(2)
const socket = net.connect({ host: host!, port: Number(port) })

process.stdin.once('data', (numbers) => socket.end(numbers)) // one piece is taken for all
socket.pipe(process.stdout) // which does not keep us from reading
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
