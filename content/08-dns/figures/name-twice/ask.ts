import dgram from 'node:dgram'

// The mail servers of lab.test: type 15.
const header = Buffer.from('1a2b01000001000000000000', 'hex')
const question = Buffer.from('\x03lab\x04test\x00\x00\x0f\x00\x01', 'latin1')

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (reply) => {
  const times = reply.toString('latin1').split('\x03lab\x04test').length - 1
  console.log(reply.length, 'bytes, with lab.test written out', times, 'time(s)')
  socket.close()
})
socket.send(Buffer.concat([header, question]), 53, 'server')
