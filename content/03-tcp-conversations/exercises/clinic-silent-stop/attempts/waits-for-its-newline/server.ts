import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let count = 0
  let pieces: Buffer[] = []
  let isClosed = false

  function onRecord(record: Buffer) {
    if (isClosed) return
    if (record.length <= params.maxLine) count++
    else {
      isClosed = true
      socket.end(`ERR record ${count + 1} is too long\n`)
    }
  }

  socket.on('data', (chunk: Buffer) => {
    if (isClosed) return
    let begin = 0
    let end = 0
    while ((end = chunk.indexOf(10, begin)) >= 0) {
      pieces.push(chunk.subarray(begin, end))
      onRecord(Buffer.concat(pieces))
      pieces = []
      begin = end + 1
    }
    pieces.push(chunk.subarray(begin))
  })
  socket.on('end', () => {
    if (isClosed) return
    const left = Buffer.concat(pieces)
    if (left.length > 0) socket.end(`ERR record ${count + 1} is incomplete\n`)
    else socket.end(`OK ${count}\n`)
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
