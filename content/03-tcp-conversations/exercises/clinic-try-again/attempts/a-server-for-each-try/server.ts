import net from 'node:net'
import { params } from './params.ts'

const [address] = process.argv.slice(2)

type Outcome = { is: 'listening'; server: net.Server } | { is: 'taken' | 'hopeless'; code: string }

function greet(socket: net.Socket) {
  socket.end('hello\n')
  socket.on('error', () => socket.destroy())
}

/** One try, with a server of its own. */
function attempt(done: (outcome: Outcome) => void) {
  const server = net.createServer(greet)
  server.once('listening', () => done({ is: 'listening', server }))
  server.on('error', (error: NodeJS.ErrnoException) => {
    if (server.listening) return
    const code = error.code ?? error.message
    done({ is: code === 'EADDRINUSE' ? 'taken' : 'hopeless', code })
  })
  server.listen({ port: params.port, host: address })
}

function next(outcome: Outcome) {
  if (outcome.is === 'listening') return
  console.error(`cannot listen: ${outcome.code}`)
  if (outcome.is === 'taken') setTimeout(attempt, params.pauseMs, next)
  else process.exitCode = 1
}

attempt(next)
