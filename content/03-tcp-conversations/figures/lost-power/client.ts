import net from 'node:net'
import { params } from './params.ts'

const socket = net.connect(9000, 'server')
socket.on('error', (error) => console.log(error.message))
socket.on('end', () => console.log('the server ended'))
socket.on('close', () => clearTimeout(timer))
socket.on('data', (chunk) => {
  console.log('heard', String(chunk).trim())
  if (params.asks === 'program') wait(2_000, ask)
})

if (params.asks === 'kernel') socket.setKeepAlive(true, 2_000)

let timer: NodeJS.Timeout | undefined
function wait(ms: number, then: () => void) {
  clearTimeout(timer)
  timer = setTimeout(then, ms)
}
function ask() {
  socket.write('PING\n')
  wait(1_000, () => {
    console.log('no answer: hanging up')
    socket.destroy()
  })
}
