/**
 * A publisher and two subscribers. The publisher sends a message every 5 ms. The slow subscriber stops reading for a second.
 * Printed: runs of messages, and everything else that the broker says.
 */
import net from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { params } from './params.ts'

const COUNT = 400

function connect(name: string): net.Socket {
  const socket = net.connect(params.port, 'a')
  socket.on('error', (error) => say(name, error.message))
  socket.on('close', () => say(name, 'connection closed'))
  return socket
}

function subscribe(name: string): net.Socket {
  const socket = connect(name)
  let rest = ''
  let first = 0
  let last = 0
  const told = () => {
    if (first > 0) say(name, `messages ${first} to ${last}`)
    first = 0
  }
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()!
    for (const line of lines) {
      const number = Number(line.split(' ')[2])
      if (!line.startsWith('MSG') || (first > 0 && number !== last + 1)) told()
      if (!line.startsWith('MSG')) say(name, line)
      else [first, last] = [first || number, number]
      if (number === COUNT) told()
    }
  })
  socket.write('SUB price.*\n')
  return socket
}

subscribe('fast')
const slow = subscribe('slow')
const publisher = connect('publisher')
await wait(50)
setTimeout(() => slow.pause(), 100)
setTimeout(() => slow.resume(), 1_500)
for (let n = 1; n <= COUNT; n++) {
  publisher.write(`PUB price.tea ${n} ${'.'.repeat(3_000)}\n`)
  await wait(5)
}

function say(name: string, what: string): void {
  console.log(`${Math.round(performance.now())} ms`.padEnd(8), name.padEnd(9), what)
}
