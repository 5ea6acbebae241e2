import net from 'node:net'

const socket = net.connect(9000, 'server')
socket.write('hello\n')
socket.on('data', () => socket.end())
