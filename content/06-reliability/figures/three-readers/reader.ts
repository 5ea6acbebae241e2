import net from 'node:net'
import os from 'node:os'

const started = performance.now()
let rest = ''
let news = 0
let missed = 0
const socket = net.connect(9000, 'p')
socket.setEncoding('utf8')
socket.on('data', (chunk: string) => {
  const lines = (rest + chunk).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) {
    if (line.startsWith('missed')) missed += Number(line.split(' ')[1])
    else news++
  }
})
socket.on('error', (error: NodeJS.ErrnoException) => console.log(error.code))
socket.on('close', () => {
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(os.hostname(), 'got', news, 'news in', seconds, 's, and knows of', missed, 'that it missed')
})
