import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

const guests = new Set<net.Socket>()

net
  .createServer(async (socket) => {
    if (guests.size >= 2) return socket.end('BUSY\n')
    if (params.placeFirst) guests.add(socket)
    await delay(params.bookMs) // the book: a database on another machine
    if (!params.placeFirst) guests.add(socket)
    console.log(guests.size, 'of 2 places taken')
    socket.write('come in\n')
  })
  .listen(9000)
