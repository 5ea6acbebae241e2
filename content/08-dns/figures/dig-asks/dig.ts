import dgram from 'node:dgram'

// What dig sends for "web.lab.test A", without its cookie.
const query = Buffer.concat([
  Buffer.from('1a2b 0120 0001 0000 0000 0001'.replaceAll(' ', ''), 'hex'), // header
  Buffer.from('\x03web\x03lab\x04test\x00\x00\x01\x00\x01', 'latin1'), // question: name, type, class
  Buffer.from('00 0029 04d0 00000000 0000'.replaceAll(' ', ''), 'hex'), // OPT record
])

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (reply) => {
  console.log('reply:', reply.toString('hex'))
  socket.close()
})
socket.send(query, 53, 'server')
