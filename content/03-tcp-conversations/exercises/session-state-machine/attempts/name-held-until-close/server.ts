import net from 'node:net'
import type { Socket } from 'node:net'
import { params } from './params.ts'

const LF = 0x0a

/** The complete lines of a stream, without their newlines. What is left at the end is no line. */
async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = []
  for await (const chunk of stream) {
    let start = 0
    for (;;) {
      const end = chunk.indexOf(LF, start)
      if (end === -1) break
      pieces.push(chunk.subarray(start, end))
      yield pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
      pieces = []
      start = end + 1
    }
    if (start < chunk.length) pieces.push(chunk.subarray(start))
  }
}

/** name -> socket, and nobody else: this is the room. */
const room = new Map<string, Socket>()

function send(socket: Socket, ...parts: (string | Buffer)[]) {
  if (!socket.writable) return
  socket.write(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))))
  if (socket.writableLength > params.queue) socket.destroy()
}

function announce(from: string, ...parts: (string | Buffer)[]) {
  for (const [name, socket] of room) if (name !== from) send(socket, ...parts)
}

async function serve(socket: Socket) {
  let name: string | undefined
  let isClosing = false

  const leave = () => {
    clearTimeout(clock)
    if (name === undefined) return
    const who = name
    name = undefined
    room.delete(who)
    announce(who, `* ${who} left\n`)
  }
  const bye = (word: string) => {
    isClosing = true
    clearTimeout(clock)
    socket.end(`${word}\n`)
  }
  const clock = setTimeout(bye, params.idle * 1000, 'BYE idle')
  socket.once('close', () => {
    isClosing = true
    leave()
  })
  socket.on('error', () => {})

  try {
    for await (const line of linesOf(socket.iterator({ destroyOnReturn: false }))) {
      if (isClosing) continue // read on, but hear nothing
      clock.refresh()
      const space = line.indexOf(' ')
      const verb = (space < 0 ? line : line.subarray(0, space)).toString('latin1')
      const words = space < 0 ? Buffer.alloc(0) : line.subarray(space + 1)
      switch (verb) {
        case 'QUIT':
          bye('BYE')
          break
        case 'LOGIN': {
          const wanted = words.toString('latin1')
          if (name !== undefined) send(socket, 'ERR state\n')
          else if (wanted.length > 16 || !/^[0-9A-Za-z]+$/.test(wanted)) send(socket, 'ERR name\n')
          else if (room.has(wanted)) send(socket, 'ERR taken\n')
          else {
            name = wanted
            room.set(name, socket)
            announce(name, `* ${name} is here\n`)
            send(socket, `OK ${name}\n`)
          }
          break
        }
        case 'WHOAMI':
          send(socket, name === undefined ? 'ERR auth\n' : `${name}\n`)
          break
        case params.verb:
          if (name === undefined) send(socket, 'ERR auth\n')
          else announce(name, `${name}: `, words, '\n')
          break
        default:
          send(socket, name === undefined ? 'ERR auth\n' : 'ERR command\n')
      }
    }
  } catch {
    // reset, or destroyed by ourselves: 'close' does the rest
  } finally {
    leave() // the FIN is here
  }
}

net.createServer((socket) => void serve(socket)).listen(params.port)
