import { AF_INET, IP_TTL, IPPROTO_ICMP, IPPROTO_IP, POLLIN, poll, SOCK_DGRAM, SOCK_RAW, socket } from 'ackademy:sockets'
import { params } from './params.ts'

const icmp = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)
const udp = socket(AF_INET, SOCK_DGRAM)
udp.bind('0.0.0.0', 40_000)
for (let ttl = 1; ttl <= 5; ttl++) {
  udp.setsockopt(IPPROTO_IP, IP_TTL, ttl)
  const port = params.ports === 'one' ? 33_434 : 33_433 + ttl
  udp.sendto(new Uint8Array(0), '10.0.2.10', port)
  await poll([{ socket: icmp, events: POLLIN }], 1_000)
  console.log(ttl, icmp.recvfrom(2_048)?.address ?? '*')
}
