/** Sends three datagrams to the group, a second apart. */
import dgram from 'node:dgram'
import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')
for (const count of [1, 2, 3]) {
  await wait(1_000)
  socket.send(`${count} from ${hostname()}`, params.port, params.group)
}
setTimeout(() => socket.close(), 100)
