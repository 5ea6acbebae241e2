import dgram from 'node:dgram'

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (datagram) => console.log(`report ${datagram[0]}, ${datagram.length} bytes`))
socket.bind(9000)
