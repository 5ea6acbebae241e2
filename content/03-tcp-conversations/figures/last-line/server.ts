import net from 'node:net'
import { params } from './params.ts'

const MAX_LINE = params.limit
const server = net.createServer((socket) => {
  let count = 0
  let rest = Buffer.alloc(0)
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => {
    let bytes = Buffer.concat([rest, chunk])
    let end = bytes.indexOf('\n')
    while (end !== -1 && end <= MAX_LINE) {
      socket.write(`${++count} ${bytes.subarray(0, end)}\n`)
      bytes = bytes.subarray(end + 1)
      end = bytes.indexOf('\n')
    }
    rest = bytes
    if (rest.length <= MAX_LINE) return
    socket.removeAllListeners('data').resume()
    socket.end('ERR line too long\n')
  })
  socket.on('end', () => console.log('in rest:', JSON.stringify(String(rest))))
})
server.listen(9000)
