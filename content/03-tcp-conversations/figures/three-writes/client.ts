import net from 'node:net'

const socket = net.connect(9000, 'server', () => {
  socket.write('one\n')
  socket.write('two\n')
  socket.write('three\n')
  socket.end()
})
