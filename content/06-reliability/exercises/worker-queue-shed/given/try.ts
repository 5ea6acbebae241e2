/** Asks 20 questions at once, one of which fails, and pings in between. Each line is printed with the time at which it came. */
import net from 'node:net'
import { params } from './params.ts'

const socket = net.connect(params.port, 'server')
socket.setEncoding('utf8')
socket.on('error', (error) => say(error.message))
socket.on('data', (text: string) => {
  for (const line of text.trim().split('\n')) say(line)
})
for (let n = 1; n <= 20; n++) socket.write(`${n} @${n % 4 === 0 ? 100 : 700} ${n === 3 ? 'bad tea' : 'tea'}\n`)
socket.write('ping\n')
setTimeout(() => socket.end(), 1_500)

function say(what: string): void {
  console.log(`${Math.round(performance.now())} ms`.padEnd(8), what)
}
