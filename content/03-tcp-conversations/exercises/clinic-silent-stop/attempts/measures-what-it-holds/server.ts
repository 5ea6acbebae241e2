import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let records = 0
  let held: Buffer[] = []
  let size = 0
  let isOver = false

  const say = (text: string) => {
    isOver = true
    held = []
    socket.end(text + '\n')
  }

  socket.on('data', (chunk: Buffer) => {
    if (isOver) return
    held.push(chunk)
    size += chunk.length
    // More than a line can have: too long.
    const last = chunk.lastIndexOf('\n')
    if (size > params.maxLine + 1) return say(`ERR record ${records + 1} is too long`)
    if (last < 0) return
    const whole = Buffer.concat(held)
    const complete = whole.length - chunk.length + last + 1
    for (const byte of whole.subarray(0, complete)) if (byte === 10) records++
    held = [whole.subarray(complete)]
    size = whole.length - complete
  })
  socket.on('end', () => {
    if (isOver) return
    say(size > 0 ? `ERR record ${records + 1} is incomplete` : `OK ${records}`)
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
