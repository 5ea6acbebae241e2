import dgram from 'node:dgram'

let arrived = 0
const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (datagram, sender) => {
  const [number] = String(datagram).split(' ')
  socket.send(`ack ${number}`, sender.port, sender.address)
  if (++arrived === 12) console.log('all 12 are here')
})
socket.send('send', 9000, 'server')
