import net from 'node:net'
import { params } from './params.ts'

const [address] = process.argv.slice(2)

const server = net.createServer((socket) => {
  socket.end('hello\n')
  socket.on('error', () => socket.destroy())
})

function tryToListen() {
  server.once('error', (error: NodeJS.ErrnoException) => {
    console.error(`cannot listen: ${error.code}`)
    if (error.code === 'EADDRINUSE') setTimeout(() => server.listen(params.port, address), params.pauseMs)
    else process.exit(1)
  })
  server.listen(params.port, address)
}

tryToListen()
