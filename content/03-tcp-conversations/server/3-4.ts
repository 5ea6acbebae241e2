import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

const NEWLINE = 0x0a
const MAX_LINE = 1024 // bytes, without the newline
const MAX_CLIENTS = 100
const LINGER_MS = 5_000

const clients = new Map<number, net.Socket>()
let lastId = 0

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let count = 0
  let rest = Buffer.alloc(0) // the start of a line that isn't finished
  let isBusy = false // with the lines of a chunk
  let hasEnded = false // the client's side
  socket.on('error', (error) => console.log(error.message))
  if (clients.size >= MAX_CLIENTS) return hangUp(socket, 'BUSY\n')
  const id = ++lastId
  clients.set(id, socket)
  socket.on('close', () => clients.delete(id))
  socket.write(`hello, you are #${id}\n`)
  socket.on('data', (chunk) => {
    isBusy = true
    socket.pause()
    answerLines(chunk).then(goOn, (error) => socket.destroy(error))
  })
  socket.on('drain', goOn)
  socket.on('end', () => {
    hasEnded = true
    goOn()
  })

  async function answerLines(chunk: Buffer) {
    let bytes = Buffer.concat([rest, chunk])
    let end = bytes.indexOf(NEWLINE)
    while (end !== -1 && end <= MAX_LINE) {
      const line = bytes.toString('utf8', 0, end)
      bytes = bytes.subarray(end + 1)
      end = bytes.indexOf(NEWLINE)
      const answer = await work(line)
      if (!socket.writable) return
      socket.write(`${++count} ${answer}\n`)
    }
    isBusy = false
    if (bytes.length > MAX_LINE) return hangUp(socket, 'ERR line too long\n')
    rest = Buffer.from(bytes)
  }

  /** Decides what comes next when no line is being worked on. */
  function goOn() {
    if (isBusy || !socket.writable) return
    if (hasEnded) socket.end(rest.length > 0 ? 'ERR unfinished line\n' : '')
    else if (!socket.writableNeedDrain) socket.resume()
  }
})
server.maxConnections = 2 * MAX_CLIENTS
server.on('error', (error) => console.log(error.message))
server.listen(9000, () => console.log('listening on port 9000'))

/** Stands for whatever takes time: a database, another server. */
async function work(line: string): Promise<string> {
  await delay(100)
  return line
}

/** Says a last line, then reads on until the client ends too, for at most LINGER_MS. */
function hangUp(socket: net.Socket, last: string) {
  socket.removeAllListeners('data')
  socket.resume()
  socket.end(last)
  const timer = setTimeout(() => socket.resetAndDestroy(), LINGER_MS)
  socket.on('close', () => clearTimeout(timer))
}
