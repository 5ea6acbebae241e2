import dgram from 'node:dgram'

const arrived = new Set<number>()
const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (datagram, sender) => {
  const number = Number.parseInt(String(datagram), 10)
  socket.send(`ack ${number}`, sender.port, sender.address)
  if (arrived.has(number)) return
  arrived.add(number)
  if (arrived.size === 12) console.log('all 12 are here')
})
socket.send('send', 9000, 'server')
