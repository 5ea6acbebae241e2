import net from 'node:net'
import { params } from './params.ts'

let unused: net.Socket | null = null
ask('ann', () => setTimeout(ask, 20, 'bob', () => unused?.destroy()))

function ask(name: string, then: () => void) {
  const socket = unused ?? net.connect(9000, 'server')
  unused = null
  if (socket.listenerCount('error') === 0) socket.on('error', (error) => console.log(error.message))
  socket.write(`${name}\n`)
  const timer = setTimeout(() => {
    console.log(`${name}: no answer within ${params.patience} ms`)
    socket.removeAllListeners('data')
    if (params.closes) socket.destroy()
    else unused = socket // back to the pool
    then()
  }, params.patience)
  socket.on('data', (balance) => {
    clearTimeout(timer)
    console.log(`${name} has ${String(balance).trim()}`)
    socket.removeAllListeners('data')
    unused = socket
    then()
  })
}
