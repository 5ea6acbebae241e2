/** Pushes each IPv4 packet that arrives on eth0 for half a second, and prints what you make of it. */
import { AF_PACKET, ETH_P_IP, POLLIN, poll, SOCK_RAW, socket } from 'ackademy:sockets'
import { Reassembler } from './reassembler.ts'

const ETHERNET_HEADER = 14
const until = performance.now() + 500
const link = socket(AF_PACKET, SOCK_RAW, ETH_P_IP)
link.bind('eth0')
const reassembler = new Reassembler()
while (performance.now() < until) {
  await poll([{ socket: link, events: POLLIN }], Math.ceil(until - performance.now()))
  for (let frame = link.recvfrom(2048); frame; frame = link.recvfrom(2048)) {
    const packet = frame.bytes.subarray(ETHERNET_HEADER)
    reassembler.expire(performance.now())
    const whole = reassembler.push(packet, performance.now())
    console.log(`${packet.length} bytes:`, whole ? `a datagram of ${whole.length} bytes` : `${reassembler.held} held`)
  }
}
link.close()
