import dgram from 'node:dgram'
import { setTimeout as sleep } from 'node:timers/promises'
import { decodeMessage, encodeQuery } from './codec.ts'
import { params } from './params.ts'

const NUMBERS = [1, 2, 3, 4, 5]

await Promise.all(NUMBERS.map((number) => judge(`server-${number}`, `10.0.0.1${number}`)))

async function judge(name: string, address: string) {
  const socket = dgram.createSocket('udp4')
  socket.on('error', (error) => console.error(error.message))
  socket.on('message', (bytes) => console.log(name, decodeMessage(bytes)))
  socket.send(encodeQuery(1, 'web.lab.test', 'A'), params.port, address)
  await sleep(params.lateMs)
  socket.close()
  // Your turn: which verdict does the reply prove? What else should you ask?
}
