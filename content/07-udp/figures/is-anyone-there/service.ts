import dgram from 'node:dgram'

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (datagram, sender) => {
  console.log('heard', String(datagram))
  socket.send('here', sender.port, sender.address)
})
socket.bind(8125)
