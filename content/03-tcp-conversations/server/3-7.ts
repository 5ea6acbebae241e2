import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

const NEWLINE = 0x0a
const MAX_LINE = 1024 // bytes, without the newline
const MAX_CLIENTS = 100
const SILENCE_MS = 30_000 // without a byte from the client, then PING
const PATIENCE_MS = 5_000 // for any byte after that
const LINE_MS = 10_000 // from the first byte of a line to its newline
const WORK_MS = 2_000 // for one answer
const LINGER_MS = 5_000
const GRACE_MS = 10_000 // from SIGTERM to the last connection

const clients = new Map<number, { socket: net.Socket; goOn: () => void }>()
let lastId = 0
let isClosing = false

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let count = 0
  let rest = Buffer.alloc(0) // the start of a line that isn't finished
  let isBusy = false // with the lines of a chunk
  let hasEnded = false // the client's side
  let deadline: NodeJS.Timeout | undefined // for the unfinished line
  const gone = new AbortController()
  socket.on('error', (error) => console.log(error.message))
  if (clients.size >= MAX_CLIENTS) return hangUp(socket, 'BUSY\n')
  const id = ++lastId
  clients.set(id, { socket, goOn })
  socket.on('close', () => {
    clients.delete(id)
    clearTimeout(deadline)
    clearTimeout(silence)
    gone.abort()
  })
  let silence = setTimeout(ask, SILENCE_MS)
  socket.write(`hello, you are #${id}\n`)
  socket.on('data', (chunk) => {
    heard()
    isBusy = true
    socket.pause()
    answerLines(chunk).then(goOn, (error) => socket.destroy(error))
  })
  socket.on('drain', () => {
    heard()
    goOn()
  })
  socket.on('end', () => {
    hasEnded = true
    goOn()
  })

  function heard() {
    clearTimeout(silence)
    silence = setTimeout(ask, SILENCE_MS)
  }

  /** Asks a silent client for a sign of life. */
  function ask() {
    if (isBusy) return heard()
    if (socket.writable) socket.write('PING\n')
    silence = setTimeout(() => hangUp(socket, 'BYE silent\n'), PATIENCE_MS)
  }

  async function answerLines(chunk: Buffer) {
    let bytes = Buffer.concat([rest, chunk])
    let end = bytes.indexOf(NEWLINE)
    while (end !== -1 && end <= MAX_LINE) {
      const line = bytes.toString('utf8', 0, end)
      bytes = bytes.subarray(end + 1)
      end = bytes.indexOf(NEWLINE)
      clearTimeout(deadline)
      deadline = undefined
      if (line === 'PONG') continue
      const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(WORK_MS)])
      const answer = await work(line, signal).catch(() => 'ERR failed')
      if (!socket.writable) return
      socket.write(`${++count} ${answer}\n`)
    }
    isBusy = false
    if (bytes.length > MAX_LINE) return hangUp(socket, 'ERR line too long\n')
    rest = Buffer.from(bytes)
    if (rest.length > 0) deadline ??= setTimeout(() => hangUp(socket, 'ERR line too slow\n'), LINE_MS)
  }

  /** Decides what comes next when no line is being worked on. */
  function goOn() {
    if (isBusy || !socket.writable) return
    if (hasEnded) socket.end(rest.length > 0 ? 'ERR unfinished line\n' : '')
    else if (isClosing) hangUp(socket, 'BYE\n')
    else if (!socket.writableNeedDrain) socket.resume()
  }
})
server.maxConnections = 2 * MAX_CLIENTS
server.on('error', (error) => console.log(error.message))
server.listen(9000, () => console.log('listening on port 9000'))

process.on('SIGTERM', () => {
  if (isClosing) return cut()
  isClosing = true
  server.close(() => console.log('all connections closed'))
  for (const { goOn } of clients.values()) goOn()
  setTimeout(cut, GRACE_MS).unref()
})

function cut() {
  for (const { socket } of clients.values()) socket.resetAndDestroy()
}

/** Stands for whatever takes time: a database, another server. */
async function work(line: string, signal: AbortSignal): Promise<string> {
  await delay(100, undefined, { signal })
  return line
}

/** Says a last line, then reads on until the client ends too, for at most LINGER_MS. */
function hangUp(socket: net.Socket, last: string) {
  socket.removeAllListeners('data')
  socket.resume()
  if (socket.writable) socket.end(last)
  const timer = setTimeout(() => socket.resetAndDestroy(), LINGER_MS)
  socket.on('close', () => clearTimeout(timer))
}
