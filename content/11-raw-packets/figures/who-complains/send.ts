import { AF_INET, IPPROTO_ICMP, POLLIN, poll, SOCK_RAW, socket } from 'ackademy:sockets'
import dgram from 'node:dgram'
import { params } from './params.ts'

const icmp = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)
const udp = dgram.createSocket('udp4')
udp.on('error', (error) => console.log(error.message))
udp.bind(40_000, () => {
  udp.setTTL(params.ttl)
  udp.send('hello', 9_000, params.to)
})

await poll([{ socket: icmp, events: POLLIN }], 5_000)
const packet = icmp.recvfrom(2_048)
if (packet) {
  const message = Buffer.from(packet.bytes).subarray(4 * (packet.bytes[0]! & 15))
  console.log(`${packet.address} says type ${message[0]}, code ${message[1]}`)
} else console.log('nothing for five seconds')
icmp.close()
udp.close()
