import dgram from 'node:dgram'

const socket = dgram.createSocket('udp4')
let count = 0
socket.on('message', () => console.log(`message ${++count}`))
socket.bind(9000)
