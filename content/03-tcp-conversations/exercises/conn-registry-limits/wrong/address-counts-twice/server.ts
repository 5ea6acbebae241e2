import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** Stands for the book in which every guest is written down: a database that takes its time. */
async function record(id: number, address: string): Promise<void> {
  await delay(20)
  console.log(`#${id} from ${address}`)
}

const guests = new Map<number, net.Socket>() // by id; who is in here has a place
const addresses = new Map<string, number>() // how many from each
let lastId = 0

const server = net.createServer(async (socket) => {
  socket.on('error', () => socket.destroy()) // 'close' follows, whoever the guest is
  const address = socket.remoteAddress ?? ''
  const neighbours = addresses.get(address) ?? 0
  if (guests.size >= params.max || neighbours >= params.perAddress) {
    socket.end('BUSY\n')
    socket.resume() // what is never read never ends
    return
  }

  // Take the place before anything is waited for: between two awaits others come in.
  const id = ++lastId
  guests.set(id, socket)
  addresses.set(address, neighbours + 1)
  const leave = () => addresses.set(address, (addresses.get(address) ?? 0) - 1)
  socket.on('error', leave)
  socket.on('close', () => {
    guests.delete(id)
    leave()
  })
  socket.setTimeout(params.idle * 1000, () => socket.destroy())

  await record(id, address)
  socket.write(`#${id}\n`)
  let rest = ''
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line === 'WHO') socket.write(`${[...guests.keys()].join(' ')}\n`)
  })
})

server.listen(params.port)
