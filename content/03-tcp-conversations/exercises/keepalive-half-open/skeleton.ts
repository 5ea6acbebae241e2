import net from 'node:net'
import { params } from './params.ts'

const [host, port, how] = process.argv.slice(2)
const socket = net.connect({ host: host!, port: Number(port) })
let question: NodeJS.Timeout | undefined // when to ask
let verdict: NodeJS.Timeout | undefined // when to give up

function listenOn(): void {
  clearTimeout(question)
  clearTimeout(verdict)
  question = setTimeout(() => {
    socket.write('PING\n')
    // From now on somebody has params.patience seconds to say anything at all.
  }, params.heartbeat * 1000)
}

socket.on('connect', () => {
  if (how === 'heartbeat') listenOn()
  // And the other way? One call, and the kernel does the rest.
})
socket.on('data', (chunk) => {
  // Bytes, and in them lines. Which of them are for the user, which are for you, and which want an answer?
})
socket.on('end', () => {
  // A goodbye. What still runs?
})
socket.on('error', ({ code }: NodeJS.ErrnoException) => {
  // This is how the kernel's verdict arrives. And what else?
})
