/**
 * The other end. It says hello, and answers each PING. Type a word in its terminal for something else: news (a line each second), ping (it asks as well),
 * hang (it answers nothing any more), end, reset.
 */
import net from 'node:net'
import { params } from './params.ts'

const sockets = new Set<net.Socket>()
let hangs = false

const say = (line: string) => {
  for (const socket of sockets) socket.write(`${line}\n`)
}

const words: Record<string, () => void> = {
  news: () => setInterval(() => say('news'), 1000),
  ping: () => say('PING'),
  hang: () => {
    hangs = true
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
      if (lines.includes('PING') && !hangs) socket.write('PONG\n')
    })
    socket.on('error', () => {}) // 'close' follows
    socket.on('close', () => sockets.delete(socket))
    socket.write('hello\n')
  })
  .listen(params.port)
