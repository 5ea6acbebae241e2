const net = require('net')
const socket = net.connect({ port: 1, host: '127.0.0.1' })
socket.on('connect', () => console.log('connected?'))
socket.on('error', (error) =>
  console.log('error', error.code, error.errno, error.syscall, error.address, error.port, error.message),
)
socket.on('close', (hadError) => console.log('close', hadError))
