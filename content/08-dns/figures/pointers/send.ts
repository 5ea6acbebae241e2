import dgram from 'node:dgram'
import { params } from './params.ts'

/** What stands behind the header of each query, byte 12 on. c0 begins a pointer. */
const NAMES: Record<string, string> = {
  plain: '03 77 65 62 03 6c 61 62 04 74 65 73 74 00 0001 0001', // web.lab.test
  forward: '03 77 65 62 c0 16 0001 0001 03 6c 61 62 00', // web, then byte 22
  itself: 'c0 0c 0001 0001', // byte 12, where the pointer is
  circle: '03 77 65 62 c0 12 c0 10 0001 0001', // byte 18, then byte 16
  header: 'c0 04 0001 0001', // byte 4, in the header: 00 01 00 00 …
}
const header = Buffer.from('1a2b01000001000000000000', 'hex')
const query = Buffer.concat([header, Buffer.from(NAMES[params.name]!.replaceAll(' ', ''), 'hex')])

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (reply) => {
  console.log('a reply of', reply.length, 'bytes')
  socket.close()
})
socket.send(query, 53, 'server')
