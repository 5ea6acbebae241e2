import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** Stands for the book in which every guest is written down: a database that takes its time. */
async function record(id: number, address: string): Promise<void> {
  await delay(20)
  console.log(`#${id} from ${address}`)
}

/** Characters a line may have. Without a limit, a guest that never ends its line fills our memory. */
const MAX_LINE = 1024

/** How long a guest that is turned away may take to close its side. Without a limit, one that never does keeps its connection forever. */
const LAST_READ_MS = 5_000

const guests = new Map<number, net.Socket>() // by id; who is in here has a place
const addresses = new Map<number, string>()
let lastId = 0

const server = net.createServer((socket) => {
  welcome(socket).catch(() => socket.destroy()) // a rejection nobody handles would end the process
})

async function welcome(socket: net.Socket): Promise<void> {
  socket.on('error', () => socket.destroy()) // 'close' follows for any guest
  const address = socket.remoteAddress ?? ''
  const neighbors = [...addresses.values()].filter((other) => other === address).length
  if (guests.size >= params.max || neighbors >= params.perAddress) {
    socket.end('BUSY\n')
    socket.resume() // what is never read never ends
    const deadline = setTimeout(() => socket.destroy(), LAST_READ_MS) // which no byte of the guest moves
    socket.on('close', () => clearTimeout(deadline))
    return
  }

  // Take the place before anything is waited for: between two awaits others come in.
  const id = ++lastId
  guests.set(id, socket)
  addresses.set(id, address)
  socket.on('close', () => {
    guests.delete(id)
    addresses.delete(id)
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
    if (rest.length > MAX_LINE) socket.destroy()
  })
}

server.listen(params.port)
