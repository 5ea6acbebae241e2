import { createSocket } from 'node:dgram'

// All that a relay does with data: in by one side, out by the other. TURN adds who may, and for how long.
const B = { address: '198.51.100.7', port: 6000 }
const socket = createSocket('udp4')
let bytes = 0
socket.on('message', (data) => {
  bytes += 2 * data.length
  socket.send(data, B.port, B.address)
})
socket.bind(5000, '192.0.2.3')
setTimeout(() => {
  console.log(`carried ${bytes} bytes`)
  socket.close()
}, 1_500)
