import net from 'node:net'
import { params } from './params.ts'

const socket = net.connect(9000, 'server')
let question: NodeJS.Timeout
let verdict: NodeJS.Timeout

function listenOn() {
  clearTimeout(question)
  clearTimeout(verdict)
  question = setTimeout(() => {
    socket.write('PING\n')
    verdict = setTimeout(() => {
      console.log('dead')
      socket.destroy()
    }, 1_000)
  }, 2_000)
}

if (params.ask === 'kernel') socket.setKeepAlive(true, 2_000)
else socket.on('connect', listenOn).on('data', listenOn)
socket.on('error', (error) => console.log(String(error)))
socket.on('close', () => {
  clearTimeout(question)
  clearTimeout(verdict)
})
