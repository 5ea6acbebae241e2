import { createSocket } from 'node:dgram'

const socket = createSocket('udp4')
socket.on('message', (data) => {
  if (data.length < 8) return // The first one only opens the doors.
  const ms = performance.timeOrigin + performance.now() - data.readDoubleBE(0)
  console.log(`${data.length} bytes, ${ms.toFixed(1)} ms old`)
})
socket.bind(6000, () => socket.send('where am I?', 3478, '192.0.2.4'))
setTimeout(() => socket.close(), 1_500)
