import net from 'node:net'

const server = net.createServer((socket) => {
  socket.on('error', (error) => console.log(error.message))
  let heard = ''
  socket.on('data', (chunk) => {
    heard += chunk
    if (!heard.endsWith('hello')) return
    heard = ''
    socket.write('heard\n')
  })
})
server.listen(9000)
