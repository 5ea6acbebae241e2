import dgram from 'node:dgram'
import { setTimeout as sleep } from 'node:timers/promises'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')
for (let n = 1; n <= 40; n++) {
  socket.send('x'.repeat(1_472), 9000, '10.0.9.2')
  if (params.pause > 0) await sleep(params.pause)
}
