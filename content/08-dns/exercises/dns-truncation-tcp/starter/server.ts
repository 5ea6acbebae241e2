import dgram from 'node:dgram'
import { params } from './params.ts'
import { readQuery } from './messages.ts'

const udp = dgram.createSocket('udp4')
udp.on('error', (error) => console.log(error.message))

udp.on('message', (message, client) => {
  const query = readQuery(message)
  console.log(query?.name, 'for', client.address, client.port)
  // Your turn: reply with udp.send(), and do the same for TCP.
})

udp.bind(params.port, () => console.log('listening on port', params.port))
