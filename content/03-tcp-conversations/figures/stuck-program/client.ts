import net from 'node:net'
import { params } from './params.ts'

const socket = net.connect(9000, 'server')
let timer: NodeJS.Timeout
const wait = (ms: number, then: () => void) => {
  clearTimeout(timer)
  timer = setTimeout(then, ms)
}
const heard = () => wait(2_000, ask)
const ask = () => {
  socket.write('PING\n')
  wait(1_000, giveUp)
}
const giveUp = () => {
  console.log('dead')
  socket.destroy()
}

if (params.ask === 'kernel') socket.setKeepAlive(true, 2_000)
else socket.on('connect', heard).on('data', heard)
socket.on('error', (error) => console.log(String(error)))
socket.on('close', () => clearTimeout(timer))
