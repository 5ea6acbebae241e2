import net from 'node:net'
import { params } from './params.ts'

const guests = new Map<number, net.Socket>() // by id; who is in here has a place
let lastId = 0

const server = net.createServer(async (socket) => {
  socket.on('error', () => socket.destroy()) // before anything else: also who is turned away may send a RST
  if (guests.size >= params.max) {
    // And the limit of one address? How is it said, and how does the connection end?
    return
  }

  const id = ++lastId
  guests.set(id, socket)
  socket.on('close', () => guests.delete(id)) // the one event that comes for every end, and once
  // What if this guest never says a word?

  // Only now may something be waited for: record(), then `#id`, then the lines.
})

server.listen(params.port)
