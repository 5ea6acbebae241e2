import dgram from 'node:dgram'
import { params } from './params.ts'

const about = 'printer, color, duplex, toner at 40 % '.padEnd(400, '.')
const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (question, sender) => {
  if (String(question) !== 'who prints?') return
  setTimeout(() => socket.send(about, sender.port, sender.address), Math.random() * params.spread)
})
socket.bind(8125)
