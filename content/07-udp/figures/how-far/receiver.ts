import dgram from 'node:dgram'

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (datagram) => console.log('heard', String(datagram)))
socket.bind(8125, () => socket.addMembership('239.83.71.1'))
