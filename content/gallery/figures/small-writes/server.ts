import net from 'node:net'

net
  .createServer((socket) => {
    let heard = ''
    socket.on('data', (chunk) => {
      heard += chunk
      if (!heard.endsWith('hello')) return
      heard = ''
      socket.write('heard\n')
    })
  })
  .listen(9000)
