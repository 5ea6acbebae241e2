import dgram from 'node:dgram'
import { params } from './params.ts'

const question = Buffer.from('\x04many\x03lab\x04test\x00\x00\x10\x00\x01', 'latin1') // type TXT
const header = Buffer.from('1a2b01000001000000000000', 'hex')
const opt = Buffer.from('0000290000000000000000', 'hex')
opt.writeUInt16BE(params.size, 3)
header[11] = params.edns ? 1 : 0

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (reply) => {
  const isCut = (reply[2]! & 0x02) !== 0
  console.log(reply.length, 'bytes,', reply.readUInt16BE(6), 'records, TC', isCut ? 1 : 0)
  socket.close()
})
socket.send(Buffer.concat([header, question, ...(params.edns ? [opt] : [])]), 53, 'server')
