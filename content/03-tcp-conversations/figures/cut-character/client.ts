import net from 'node:net'
import { params } from './params.ts'

const bytes = Buffer.from('in €: 9\n')
const socket = net.connect(9000, 'server')
socket.on('error', (error) => console.log(error.message))
socket.on('connect', () => {
  socket.write(bytes.subarray(0, params.cut))
  setTimeout(() => socket.end(bytes.subarray(params.cut)), 30)
})
