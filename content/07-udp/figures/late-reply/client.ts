import dgram from 'node:dgram'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
ask('#1a9c', 'tea')
setTimeout(ask, 200, '#5e02', 'gold') // long enough for tea

function ask(id: string, goods: string) {
  socket.removeAllListeners('message')
  socket.on('message', (reply) => {
    const [theirId, ...price] = String(reply).split(' ')
    if (params.ids && theirId !== id) return
    console.log(goods, 'costs', price.join(' '))
  })
  socket.send(`${id} ${goods}`, 9000, 'server')
}
