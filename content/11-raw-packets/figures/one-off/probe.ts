import { AF_INET, IPPROTO_ICMP, POLLIN, poll, SOCK_RAW, socket } from 'ackademy:sockets'
import { params } from './params.ts'

const RIGHT = [0xe5ca, 0xe5c9, 0xe5c8]
const icmp = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)
for (const [i, checksum] of RIGHT.entries()) {
  const extra = i === 1 ? params.extra : 0
  // Type 8, code 0, checksum, id 0x1234, sequence number.
  const request = Buffer.from([8, 0, 0, 0, 0x12, 0x34, 0, i + 1])
  request.writeUInt16BE(checksum + extra, 2)
  icmp.sendto(request, '10.0.9.2')
  await poll([{ socket: icmp, events: POLLIN }], 1_000)
  const reply = icmp.recvfrom(2_048)
  console.log(reply ? `${i + 1}: a reply` : `${i + 1}: nothing`)
}
icmp.close()
