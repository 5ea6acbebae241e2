/** Answers each line with a price, and never one with `hang` in it. */
import net from 'node:net'
import { createInterface } from 'node:readline'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  socket.on('error', () => {})
  createInterface({ input: socket }).on('line', (line) => {
    console.log(`asked for ${line}`)
    if (!line.includes('hang')) socket.write(`${line} cost ${line.length}\n`)
  })
})
server.listen(params.port)
