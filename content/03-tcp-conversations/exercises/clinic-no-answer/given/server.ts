/**
 * Whom the watch asks: it answers each STATUS with fine. Type a word in its terminal for something else: hang (it answers nothing any more),
 * slow (two seconds late), end, reset.
 */
import net from 'node:net'
import { params } from './params.ts'

const sockets = new Set<net.Socket>()
let hangs = false
let delayMs = 0

const words: Record<string, () => void> = {
  hang: () => {
    hangs = true
  },
  slow: () => {
    delayMs = 2_000
  },
  end: () => sockets.forEach((socket) => void socket.end()),
  reset: () => sockets.forEach((socket) => void socket.resetAndDestroy()),
}

process.stdin.setEncoding('utf8').on('data', (text) => words[String(text).trim()]?.())

net
  .createServer((socket) => {
    let rest = ''
    sockets.add(socket)
    socket.setEncoding('utf8').on('data', (text) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop()!
      for (const line of lines) if (line === 'STATUS' && !hangs) setTimeout(() => socket.write('fine\n'), delayMs)
    })
    socket.on('error', () => {}) // 'close' follows
    socket.on('close', () => sockets.delete(socket))
  })
  .listen(params.port)
