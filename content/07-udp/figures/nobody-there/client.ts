import dgram from 'node:dgram'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log('error:', error.message))
if (params.connected) socket.connect(8125, 'server', () => socket.send('hits:1|c', report))
else socket.send('hits:1|c', 8125, 'server', report)

function report(error: Error | null) {
  console.log(error ? error.message : 'sent, no error')
}
