import net from 'node:net'

const [host, port] = process.argv.slice(2)

const socket = net.connect({ host: host!, port: Number(port) }, () => {
  process.stdin.on('data', (chunk) => {
    if (socket.writable) socket.write(chunk)
  })
  process.stdin.on('end', () => socket.end())
})

socket.on('data', (chunk) => process.stdout.write(chunk))

socket.on('error', (error) => {
  console.error(error)
  process.exit(1)
})
