import net from 'node:net'

net
  .createServer((socket) => {
    const decoder = new TextDecoder()
    socket.on('data', (chunk) => {
      console.log('each chunk alone:', JSON.stringify(String(chunk)))
      console.log('one decoder:     ', JSON.stringify(decoder.decode(chunk, { stream: true })))
    })
  })
  .listen(9000)
