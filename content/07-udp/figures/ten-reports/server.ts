import dgram from 'node:dgram'

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
let arrived = 0
socket.on('message', (datagram) => console.log(`${++arrived} of 10 so far, ${datagram.length} bytes`))
socket.bind(9000)
