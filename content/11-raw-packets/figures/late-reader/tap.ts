import * as sockets from 'ackademy:sockets'
import { params } from './params.ts'

const { AF_PACKET, ETH_P_IP, PACKET_STATISTICS, SO_RCVBUF, SOCK_RAW, SOL_PACKET, SOL_SOCKET } = sockets
const WANTED = 53
const tap = sockets.socket(AF_PACKET, SOCK_RAW, 0)
tap.setsockopt(SOL_SOCKET, SO_RCVBUF, params.buffer)
if (params.filter === 'kernel') {
  // Load the half-word at 36, UDP's destination port. Is it 53? Then keep all of the frame, else nothing.
  tap.attachFilter([
    [0x28, 0, 0, 36],
    [0x15, 0, 1, WANTED],
    [0x06, 0, 0, 65_535],
    [0x06, 0, 0, 0],
  ])
}
tap.bind('eth0', ETH_P_IP)
setTimeout(() => {
  let found = 0
  for (let frame = tap.recvfrom(2_048); frame; frame = tap.recvfrom(2_048)) {
    if (Buffer.from(frame.bytes).readUInt16BE(36) === WANTED) found++
  }
  const [seen, dropped] = new Uint32Array(tap.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8).buffer)
  console.log(`${seen} seen, ${dropped} dropped, ${found} to port 53`)
  tap.close()
}, 200)
