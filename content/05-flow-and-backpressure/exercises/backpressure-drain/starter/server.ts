import net from 'node:net'
import { params } from './params.ts'
import { makeRecords } from './records.ts'

const server = net.createServer(async (socket) => {
  console.log('a client is here; a batch has', params.batchBytes, 'bytes')
  for await (const record of makeRecords()) {
    console.log('a record of', record.length, 'bytes')
    // Your turn: collect records into batches, write them, and wait where waiting is right.
    break
  }
  socket.destroy()
})

server.listen(params.port)
