import dgram from 'node:dgram'
import net from 'node:net'

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (datagram) => console.log('datagram:', String(datagram)))
socket.bind(9000)

const server = net.createServer((socket) => {
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => console.log('chunk:', String(chunk)))
})
server.listen(9000)
