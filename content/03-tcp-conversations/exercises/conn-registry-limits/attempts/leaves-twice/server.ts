import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** Stands for the book in which every guest is written down: a database that takes its time. */
async function record(id: number, address: string): Promise<void> {
  await delay(20)
  console.log(`#${id} from ${address}`)
}

const taken = new Map<string, number>() // address -> places
const numbers = new Set<number>()
let total = 0
let counter = 0

function change(address: string, by: number): void {
  total += by
  taken.set(address, (taken.get(address) ?? 0) + by)
  if (taken.get(address) === 0) taken.delete(address)
}

const server = net.createServer((socket) => {
  const address = socket.remoteAddress ?? ''
  socket.on('error', () => {})

  if (total >= params.max || (taken.get(address) ?? 0) >= params.perAddress) {
    socket.end('BUSY\n')
    socket.resume()
    return
  }

  const id = ++counter
  change(address, +1)
  numbers.add(id)

  const queue: string[] = []
  let ready = false
  let gone = false
  let idle: NodeJS.Timeout | undefined

  function goodbye() {
    gone = true
    clearTimeout(idle)
    numbers.delete(id)
    change(address, -1)
  }

  function handle(line: string) {
    if (line === 'WHO') socket.write([...numbers].sort((a, b) => a - b).join(' ') + '\n')
  }

  function watch() {
    clearTimeout(idle)
    idle = setTimeout(() => socket.destroy(), params.idle * 1000)
  }

  let partial = ''
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    if (ready) watch()
    const lines = (partial + text).split('\n')
    partial = lines.pop()!
    for (const line of lines) {
      if (ready) handle(line)
      else queue.push(line)
    }
  })
  socket.on('end', goodbye)
  socket.on('close', () => goodbye())

  record(id, address).then(() => {
    if (gone) return
    ready = true
    socket.write(`#${id}\n`)
    watch()
    queue.forEach(handle)
  })
})

server.listen(params.port)
