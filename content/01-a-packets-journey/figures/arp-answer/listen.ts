import dgram from 'node:dgram'

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (bytes, sender) => console.log(`${sender.address} says ${JSON.stringify(String(bytes))}`))
socket.bind(9000)
