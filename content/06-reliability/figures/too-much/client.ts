import net from 'node:net'
import { params } from './params.ts'

const PATIENCE_MS = 1000
const SECONDS = 8

const asked = new Map<string, number>()
let inTime = 0
const socket = net.connect(9000, 'server')
socket.setNoDelay(true)
socket.setEncoding('utf8')
socket.on('error', (error) => console.log(error.message))
socket.on('data', (lines: string) => {
  for (const line of lines.trim().split('\n')) {
    const [number = '', result] = line.split(' ')
    if (result === 'done' && performance.now() - asked.get(number)! < PATIENCE_MS) inTime++
  }
})

for (let n = 1; n <= params.load * SECONDS; n++) setTimeout(ask, (n * 1000) / params.load, String(n))
setTimeout(report, SECONDS * 1000 + PATIENCE_MS)

function ask(number: string) {
  asked.set(number, performance.now())
  socket.write(`${number}\n`)
}

function report() {
  console.log(inTime, 'of', asked.size, 'answers came within', PATIENCE_MS, 'ms')
  socket.destroy()
}
