import dgram from 'node:dgram'
import net from 'node:net'
import { params } from './params.ts'

const question = Buffer.from('\x04many\x03lab\x04test\x00\x00\x10\x00\x01', 'latin1') // type TXT
const opt = Buffer.from('0000290000000000000000', 'hex')
opt.writeUInt16BE(params.size, 3)
const query = Buffer.concat([Buffer.from('1a2b01000001000000000001', 'hex'), question, opt])

const udp = dgram.createSocket('udp4')
udp.on('error', (error) => console.log(error.message))
udp.on('message', (reply) => {
  udp.close()
  if (reply[2]! & 0x02) askByTcp()
  else console.log(reply.readUInt16BE(6), 'records over UDP')
})
udp.send(query, 53, 'server')

function askByTcp() {
  const socket = net.connect(53, 'server')
  let bytes = Buffer.alloc(0)
  socket.on('error', (error) => console.log(error.message))
  socket.write(Buffer.concat([Buffer.of(0, query.length), query])) // the length comes first
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk])
    if (bytes.length < 2 || bytes.length < 2 + bytes.readUInt16BE(0)) return
    console.log(bytes.readUInt16BE(8), 'records over TCP')
    socket.end()
  })
}
