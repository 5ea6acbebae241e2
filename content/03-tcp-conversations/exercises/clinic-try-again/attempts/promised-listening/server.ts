import net from 'node:net'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { params } from './params.ts'

const [address] = process.argv.slice(2)

const server = net.createServer((socket) => {
  socket.end('hello\n')
  socket.on('error', () => socket.destroy())
})

/** Resolves when the server listens; the port may be taken until then, everything else is an error. */
async function listen(): Promise<void> {
  for (;;) {
    try {
      server.listen(params.port, address)
      await once(server, 'listening')
      return
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      console.error(`cannot listen: ${code}`)
      if (code !== 'EADDRINUSE') throw error
    }
    await pause(params.pauseMs)
  }
}

listen().then(
  () => server.on('error', (error) => console.error(`error: ${error.message}`)), // one that came later
  () => (process.exitCode = 1), // and as nothing is left to do, the program ends
)
