import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** Stands for the book in which every guest is written down: a database that takes its time. */
async function record(id: number, address: string): Promise<void> {
  await delay(20)
  console.log(`#${id} from ${address}`)
}

interface Guest {
  id: number
  address: string
  socket: net.Socket
}

const guests: Guest[] = []
let nextId = 1

function isFull(address: string): boolean {
  if (guests.length >= params.max) return true
  return guests.filter((guest) => guest.address === address).length >= params.perAddress
}

const server = net.createServer(async (socket) => {
  socket.setEncoding('utf8')
  socket.on('error', () => socket.destroy())

  const address = socket.remoteAddress ?? 'unknown'
  if (isFull(address)) {
    socket.resume()
    socket.end('BUSY\n')
    return
  }

  const guest: Guest = { id: nextId++, address, socket }
  guests.push(guest)

  let hasNumber = false
  let waiting = false
  let rest = ''
  let timer: NodeJS.Timeout | undefined

  const isHere = () => guests.includes(guest)

  const leave = () => {
    clearTimeout(timer)
    const index = guests.indexOf(guest)
    if (index >= 0) guests.splice(index, 1)
  }

  const startTimer = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      leave()
      socket.destroy()
    }, params.idle * 1000)
  }

  const who = () => {
    const ids = guests.map((other) => other.id)
    socket.write(ids.join(' ') + '\n')
  }

  socket.on('end', leave)
  socket.on('close', leave)
  socket.on('data', (text) => {
    if (hasNumber) startTimer()
    rest += text
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line === 'WHO') {
        if (hasNumber) who()
        else waiting = true
      }
    }
  })

  await record(guest.id, address)
  if (!isHere()) return
  hasNumber = true
  socket.write(`#${guest.id}\n`)
  startTimer()
  if (waiting) who()
})

server.listen(params.port)
