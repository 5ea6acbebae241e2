import net from 'node:net'

const size = 3_000_000
const server = net.createServer((socket) => {
  let received = 0
  let sum = 0
  socket.on('data', (data) => {
    received += data.length
    for (const byte of data) sum = (sum + byte) % 65521
  })
  socket.on('end', () => {
    console.log('received', received, sum)
    socket.end('done')
    server.close()
  })
})
server.listen(0, '127.0.0.1', async () => {
  const client = net.connect(server.address().port, '127.0.0.1')
  client.on('data', (data) => console.log('client:', data.toString()))
  client.on('close', () => console.log('close'))
  const block = Buffer.alloc(50_000, 'abcdefg')
  let drains = 0
  for (let sent = 0; sent < size; sent += block.length)
    if (!client.write(block)) {
      drains++
      await new Promise((resolve) => client.once('drain', resolve))
    }
  console.log('waited for drain', drains > 0, client.bytesWritten)
  client.end()
})
