import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** Stands for the book in which every guest is written down: a database that takes its time. */
async function record(id: number, address: string): Promise<void> {
  await delay(20)
  console.log(`#${id} from ${address}`)
}

const server = net.createServer(async (socket) => {
  await record(1, socket.remoteAddress ?? '')
  // Your turn: ids, places, WHO, and what happens when a guest leaves.
})

server.listen(params.port)
