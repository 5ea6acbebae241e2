import net from 'node:net'
import { params } from './params.ts'

interface Connection {
  n: number
  socket: net.Socket
  until: number
}
type Use = (connection: Connection) => void

let callers = 6
let opened = 0
const open = new Set<Connection>()
const idle: Connection[] = []
const waiting: Use[] = []
for (const name of ['ann', 'bob', 'cleo', 'dan', 'eve', 'fay']) ask(name, 3)

function ask(name: string, times: number) {
  take((connection) => {
    const { n, socket } = connection
    const leave = (says: string, isAnswered: boolean) => {
      clearTimeout(timer)
      socket.pause().off('data', hear)
      console.log(`#${n} ${name} ${says}`)
      if (params.closes && !isAnswered) close(connection)
      else give(connection)
      if (times > 1) setTimeout(ask, 90, name, times - 1)
      else if (--callers === 0) for (const each of open) each.socket.destroy()
    }
    const hear = (line: string) => leave(`has ${line.trim()}`, true)
    const timer = setTimeout(leave, 150, 'gives up', false)
    socket.on('data', hear).resume()
    socket.write(`${name}\n`)
  })
}

function take(use: Use) {
  const connection = idle.pop()
  if (connection) use(connection)
  else if (open.size < params.max) use(connect())
  else console.log(`${waiting.push(use)} waiting`)
}

function connect(): Connection {
  const socket = net.connect(9000, 'server')
  socket.setNoDelay(true).setEncoding('utf8')
  socket.on('error', (error) => console.log(error.message))
  const connection = { n: ++opened, socket, until: performance.now() + params.lifetime }
  open.add(connection)
  return connection
}

function give(connection: Connection) {
  if (performance.now() > connection.until) return close(connection)
  const use = nextInLine()
  if (use) use(connection)
  else idle.push(connection)
}

function close(connection: Connection) {
  connection.socket.destroy()
  open.delete(connection)
  nextInLine()?.(connect())
}

function nextInLine(): Use | undefined {
  const use = waiting.shift()
  if (use) console.log(waiting.length, 'waiting')
  return use
}
