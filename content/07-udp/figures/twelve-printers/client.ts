import dgram from 'node:dgram'

const found = new Set<string>()
const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (_answer, sender) => found.add(sender.address))
// They have met before, so nobody has to ask for a hardware address later.
for (let n = 21; n <= 32; n++) setTimeout(() => socket.send('hello', 8125, `10.0.0.${n}`), n * 20)

setTimeout(() => {
  socket.setBroadcast(true)
  socket.send('who prints?', 8125, '10.0.0.255')
  setTimeout(() => console.log('printers found:', found.size), 1000)
}, 1000)
