import net from 'node:net'
import { params } from './params.ts'

const socket = net.connect(9000, 'server')
socket.on('error', (error) => console.log(error.message))
socket.setNoDelay(params.noDelay)
let left = 3
const ask = () => {
  socket.write('length 5\n')
  setImmediate(() => socket.write('hello'))
}
socket.on('connect', ask)
socket.on('data', () => (--left > 0 ? ask() : socket.end()))
