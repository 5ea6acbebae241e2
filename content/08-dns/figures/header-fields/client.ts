import dgram from 'node:dgram'
import { params } from './params.ts'

const flags = (params.response ? 0x8000 : 0) | (params.opcode << 11) | (params.wantsRecursion ? 0x0100 : 0)
const header = Buffer.alloc(12)
for (const [i, number] of [0x1a2b, flags, 1].entries()) header.writeUInt16BE(number, 2 * i)
const question = Buffer.from('\x03web\x03lab\x04test\x00\x00\x01\x00\x01', 'latin1')

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', () => socket.close())
socket.send(Buffer.concat([header, question]), 53, 'server')
