import dgram from 'node:dgram'
const logs = { server: [], client: [] }
const server = dgram.createSocket('udp4')
server.on('message', (message, from) => {
  logs.server.push([message.toString(), from.address, from.family, from.size])
  server.send(Buffer.from(message.toString().toUpperCase()), from.port, from.address)
})
server.bind(0, '127.0.0.1', () => {
  const { port, address, family } = server.address()
  console.log(address, family)
  const client = dgram.createSocket({ type: 'udp4' })
  client.on('message', (message) => {
    logs.client.push(message.toString())
    if (logs.client.length < 2) client.send(['second ', Buffer.from('part')], (error, bytes) => logs.client.push(['sent', error, bytes]))
    else setTimeout(() => client.close(), 10)
  })
  client.on('close', () => server.close(() => console.log(logs)))
  client.connect(port, '127.0.0.1', () => {
    console.log('connected', client.remoteAddress().address)
    client.send('first')
  })
})
