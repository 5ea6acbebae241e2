import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

const rounds = Number(process.argv[2])
const socket = connect(7000, '10.0.0.2')
await once(socket, 'connect')

for (let round = 0; round < rounds; round++) {
  socket.write(`${round} ${'x'.repeat(200 * round * Math.random())}\n`)
  let text = ''
  while (!text.endsWith('\n')) {
    const [data] = (await once(socket, 'data')) as [Buffer]
    text += data
  }
  console.log(text.length, Date.now(), text.slice(0, 3).trim())
  await delay(3)
}
socket.end()
await once(socket, 'close')
console.log('closed')
process.exitCode = 4
