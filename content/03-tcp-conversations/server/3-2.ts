import net from 'node:net'

const NEWLINE = 0x0a
const MAX_LINE = 1024 // bytes, without the newline
const LINGER_MS = 5_000

const server = net.createServer((socket) => {
  let count = 0
  let rest = Buffer.alloc(0) // the start of a line that isn't finished
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => {
    let bytes = Buffer.concat([rest, chunk])
    let end = bytes.indexOf(NEWLINE)
    while (end !== -1 && end <= MAX_LINE) {
      const line = bytes.toString('utf8', 0, end)
      bytes = bytes.subarray(end + 1)
      end = bytes.indexOf(NEWLINE)
      socket.write(`${++count} ${line}\n`)
    }
    if (bytes.length > MAX_LINE) return hangUp(socket, 'ERR line too long\n')
    rest = Buffer.from(bytes)
    if (socket.writableNeedDrain) socket.pause()
  })
  socket.on('drain', () => socket.resume())
})
server.on('error', (error) => console.log(error.message))
server.listen(9000, () => console.log('listening on port 9000'))

/** Says a last line, then reads on until the client ends too, for at most LINGER_MS. */
function hangUp(socket: net.Socket, last: string) {
  socket.removeAllListeners('data')
  socket.resume()
  socket.end(last)
  const timer = setTimeout(() => socket.resetAndDestroy(), LINGER_MS)
  socket.on('close', () => clearTimeout(timer))
}
