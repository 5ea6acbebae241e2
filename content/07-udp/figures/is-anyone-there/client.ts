import dgram from 'node:dgram'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (_answer, sender) => console.log('answer from', sender.address))
socket.bind(() => {
  socket.setBroadcast(params.mayBroadcast)
  socket.send('is anyone there?', 8125, params.to, (error) => {
    if (error) console.log(error.message)
  })
})
