import net from 'node:net'

const socket = net.connect(9000, 'server')
let got = 0
socket.write('everything\n')
socket.on('data', (chunk) => {
  got += chunk.length
})
socket.on('error', (error) => console.log(String(error)))
socket.on('close', () => console.log('got', got, 'bytes'))
