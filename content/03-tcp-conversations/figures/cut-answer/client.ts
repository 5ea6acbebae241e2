import net from 'node:net'

const socket = net.connect(9000, 'server')
let got = 0
socket.on('error', (error) => console.log(error.message))
socket.on('data', (chunk) => {
  got += chunk.length
})
socket.on('end', () => console.log('the end'))
socket.on('close', () => console.log('got', got, 'bytes'))
socket.write('everything\n')
