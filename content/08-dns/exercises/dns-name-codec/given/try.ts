/** Prints the bytes of a name, sends them in a DNS query that nobody answers, and reads two names of a message with a pointer. */
import dgram from 'node:dgram'
import { decodeName, encodeName } from './names.ts'
import { params } from './params.ts'

const DNS_PORT = 53
const name = `${params.host}.${params.zone}`
const bytes = Buffer.from(encodeName(name))
console.log(name, '→', bytes.toString('hex'))

const query = Buffer.concat([Buffer.from('2a2a01000001000000000000', 'hex'), bytes, Buffer.of(0, 1, 0, 1)])
const socket = dgram.createSocket('udp4')
socket.send(query, DNS_PORT, '10.0.9.2', () => socket.close())

// test at 0, and at 6 the label a with a pointer back to it
const message = Buffer.from('0474657374000161c000', 'hex')
for (const offset of [0, 6]) console.log(`at ${offset} of ${message.toString('hex')} →`, decodeName(message, offset))
