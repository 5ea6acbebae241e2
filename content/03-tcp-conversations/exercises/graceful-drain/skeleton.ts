import net from 'node:net'
import { params } from './params.ts'

interface Guest {
  isBusy: boolean // something it was asked is not answered yet
}

const guests = new Map<net.Socket, Guest>()
let isClosing = false

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  guests.set(socket, { isBusy: false })
  socket.on('end', () => {}) // it asks no more: who ends our side, and when?
  socket.on('close', () => guests.delete(socket))
})

server.listen(params.port)

process.on('SIGTERM', () => {
  if (isClosing) return giveUp()
  isClosing = true
  const timer = setTimeout(giveUp, params.graceMs)
  server.close(() => {
    clearTimeout(timer)
    // The listener is closed and the last connection gone. What still keeps the process alive?
  })
  for (const [socket, { isBusy }] of guests) {
    if (isBusy) continue
    socket.write(`${params.goodbye}\n`) // and then? And who is busy now, when does that one leave?
  }
})

function giveUp() {
  for (const socket of guests.keys()) socket.resetAndDestroy()
}
