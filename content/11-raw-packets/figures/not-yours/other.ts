import { AF_INET, IPPROTO_ICMP, POLLIN, poll, SOCK_RAW, socket } from 'ackademy:sockets'
import { setTimeout as sleep } from 'node:timers/promises'

// Echo requests with id 0x4321 and sequence numbers 1 to 3.
const REQUESTS = ['0800b4dd43210001', '0800b4dc43210002', '0800b4db43210003']
const icmp = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)
for (const request of REQUESTS) {
  await sleep(30)
  icmp.sendto(Buffer.from(request, 'hex'), '10.0.2.10')
  await poll([{ socket: icmp, events: POLLIN }], 1_000)
  console.log('other: type', icmp.recvfrom(2_048)?.bytes[20])
}
icmp.close()
