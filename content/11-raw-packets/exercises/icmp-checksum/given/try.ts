/** Prints your checksum of the prompt's bytes, then sends your echo request to the server, whose kernel replies if the checksum is right. */
import { AF_INET, IPPROTO_ICMP, POLLIN, poll, SOCK_RAW, socket } from 'ackademy:sockets'
import { checksum, echoRequest } from './checksum.ts'
import { params } from './params.ts'

const SERVER = '10.0.9.2'
const PATIENCE_MS = 500
const ECHO_REPLY = 0

const sum = checksum(Buffer.from('0001f203f4f5f6f7', 'hex'))
console.log(`checksum: 0x${sum.toString(16).padStart(4, '0')}, RFC 1071 has 0x220d`)

const request = echoRequest(params.id, 1, Buffer.from('HELLO'))
console.log('request: ', Buffer.from(request).toString('hex'))
const icmp = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)
icmp.sendto(request, SERVER)
await poll([{ socket: icmp, events: POLLIN }], PATIENCE_MS)
const packet = icmp.recvfrom(2048)
icmp.close()

// What a raw socket receives starts with the IPv4 header.
const reply = packet && Buffer.from(packet.bytes).subarray(4 * (packet.bytes[0]! & 15))
if (reply?.[0] === ECHO_REPLY) console.log('reply:   ', reply.toString('hex'))
else console.log('reply:    none within 500 ms')
