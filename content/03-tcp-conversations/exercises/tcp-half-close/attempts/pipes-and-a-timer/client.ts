import net from 'node:net'

const [host, port] = process.argv.slice(2)

const socket = net.connect({ host: host!, port: Number(port) })

process.stdin.pipe(socket)
socket.pipe(process.stdout)

socket.on('end', () => {
  // Nothing more will be read at the other end, so nothing more is sent there.
  process.stdin.unpipe(socket)
  process.stdin.destroy()
  socket.end()
  process.stdout.write('', () => process.exit(0))
})

socket.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
