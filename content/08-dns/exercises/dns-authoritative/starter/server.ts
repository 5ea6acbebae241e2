import dgram from 'node:dgram'
import { params } from './params.ts'
import { ORIGIN, ZONE } from './zone.ts'

const socket = dgram.createSocket('udp4')

socket.on('message', (query, sender) => {
  console.log(query.length, 'bytes from', sender.address, sender.port)
  // Your turn: read the header and the question, look into the zone, and answer with socket.send().
})

socket.bind(params.port, () => console.log(ZONE.length, 'records of', ORIGIN))
