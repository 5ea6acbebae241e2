import { AF_INET, POLLIN, poll, SO_BINDTODEVICE, SOCK_DGRAM, SOL_SOCKET, socket } from 'ackademy:sockets'
import { params } from './params.ts'

const udp = socket(AF_INET, SOCK_DGRAM)
if (params.device !== 'any') udp.setsockopt(SOL_SOCKET, SO_BINDTODEVICE, params.device)
udp.bind(params.from)
udp.sendto(Buffer.from('hello'), '203.0.113.80', 7)
await poll([{ socket: udp, events: POLLIN }], 500)
const answer = udp.recvfrom(100)
console.log(answer ? `answer from ${answer.address}` : 'no answer')
udp.close()
