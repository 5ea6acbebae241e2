import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

// Clients send their jobs, end their half, and read the answers: so our half stays open.
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let rest = ''
  const jobs = new Set<Promise<void>>()

  const serve = async (job: string) => {
    await delay(params.workMs)
    if (!socket.destroyed) socket.write(`done ${job}\n`)
  }

  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const job = serve(line).finally(() => jobs.delete(job))
      jobs.add(job)
    }
  })
  socket.on('end', async () => {
    await Promise.all(jobs)
    socket.end()
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
