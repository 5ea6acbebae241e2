import net from 'node:net'
const logs = { server: [], client: [] }
let open = 2
const closed = () => {
  if (--open === 0) server.close(() => console.log(logs))
}
const server = net.createServer((socket) => {
  socket.on('error', (error) => logs.server.push(['error', error.code, error.syscall, error.message]))
  socket.on('close', (hadError) => {
    logs.server.push(['close', hadError])
    closed()
  })
  socket.on('data', (data) => logs.server.push(['data', data.length]))
})
server.listen(0, () => {
  const client = net.connect(server.address().port, () => {
    client.write('abc', () => setTimeout(() => client.resetAndDestroy(), 10))
  })
  client.on('error', (error) => logs.client.push(['error', error.code]))
  client.on('close', (hadError) => {
    logs.client.push(['close', hadError])
    closed()
  })
})
