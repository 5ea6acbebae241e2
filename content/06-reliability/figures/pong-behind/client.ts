import net from 'node:net'
import { params } from './params.ts'

const socket = net.connect(9000, 'server')
socket.setNoDelay(true)
socket.setEncoding('utf8')
socket.on('error', (error) => console.log(error.message))

let timer: NodeJS.Timeout | undefined
let rest = ''
socket.on('data', (chunk: string) => {
  if (params.counts === 'any data') timer?.refresh()
  const lines = (rest + chunk).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) {
    if (line === 'pong') {
      clearTimeout(timer)
      console.log('alive')
      socket.end()
    } else console.log('the report:', line.length, 'bytes')
  }
})

socket.write('report\n')
setTimeout(() => {
  socket.write('ping\n')
  timer = setTimeout(() => {
    console.log('no pong within 1 s: the server is dead')
    socket.destroy()
  }, 1000)
}, 200)
