/** A UDP server that sends back what your replyTo returns, and nothing for null. */
import dgram from 'node:dgram'
import { replyTo } from './header.ts'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (query, client) => {
  const reply = replyTo(query)
  if (reply) socket.send(reply, client.port, client.address)
})
socket.bind(params.port, () => console.log('listening on UDP port', params.port))
