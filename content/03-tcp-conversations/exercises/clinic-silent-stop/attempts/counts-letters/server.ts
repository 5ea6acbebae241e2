import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let records = 0
  let line = ''
  let failed = false

  const fail = (text: string) => {
    failed = true
    line = ''
    socket.end(`ERR record ${records + 1} is ${text}\n`)
  }

  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    if (failed) return
    const parts = (line + text).split('\n')
    line = parts.pop()!
    for (const part of parts) {
      if (part.length > params.maxLine) return fail('too long')
      records++
    }
    if (line.length > params.maxLine) fail('too long')
  })
  socket.on('end', () => {
    if (failed) return
    if (line !== '') fail('incomplete')
    else socket.end(`OK ${records}\n`)
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
