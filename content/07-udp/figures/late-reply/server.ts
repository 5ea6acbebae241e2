import dgram from 'node:dgram'

const prices: Record<string, string> = { tea: '3 euros', gold: '3,000 euros' }
const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (request, sender) => {
  const [id, goods = ''] = String(request).split(' ')
  socket.send(`${id} ${prices[goods]}`, sender.port, sender.address)
})
socket.bind(9000)
