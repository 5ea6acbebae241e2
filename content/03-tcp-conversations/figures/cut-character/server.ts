import net from 'node:net'

const server = net.createServer((socket) => {
  const decoder = new TextDecoder()
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => {
    console.log('each chunk alone:', JSON.stringify(String(chunk)))
    console.log('one decoder:     ', JSON.stringify(decoder.decode(chunk, { stream: true })))
  })
})
server.listen(9000)
