/** Opens a packet socket, which gets a copy of each frame that passes eth0, and prints what you make of it, for two seconds. */

import { AF_PACKET, ETH_P_ALL, POLLIN, poll, SOCK_RAW, socket } from 'ackademy:sockets'
import dgram from 'node:dgram'
import { dissect } from './dissect.ts'
import { params } from './params.ts'

const WATCHES_MS = 2_000

// Somebody has to listen, or c answers each datagram that nobody does.
const listener = dgram.createSocket('udp4').bind(params.port)
const frames = socket(AF_PACKET, SOCK_RAW, ETH_P_ALL)
const end = performance.now() + WATCHES_MS
while (performance.now() < end) {
  await poll([{ socket: frames, events: POLLIN }], 100)
  for (let message = frames.recvmsg(65_536); message; message = frames.recvmsg(65_536))
    console.log(dissect(Buffer.from(message.bytes)))
}
frames.close()
listener.close()
