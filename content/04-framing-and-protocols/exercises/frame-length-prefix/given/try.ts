/**
 * Sends each of its words as a frame, made without your code, and prints the bytes that come back. A word `half` sends half a
 * frame and ends the connection; `large` sends a length above the limit.
 */
import net from 'node:net'
import { params } from './params.ts'

const socket = net.connect(params.port, 'server')
socket.setNoDelay(true)
for (const word of process.argv.slice(2)) {
  const bytes = word === 'large' ? frame('', params.maxFrame + 1) : frame(word)
  console.log('sends   ', hex(bytes), JSON.stringify(word))
  socket.write(word === 'half' ? bytes.subarray(0, -2) : bytes)
}
socket.end()
socket.on('data', (bytes) => console.log('receives', hex(bytes), JSON.stringify(bytes.toString())))
socket.on('end', () => console.log('the server has closed its side'))
socket.on('error', (error) => console.log('the connection failed:', error.message))

function frame(text: string, length = Buffer.byteLength(text)): Buffer {
  const header = Buffer.alloc(params.width)
  const announced = length + (params.includesHeader ? params.width : 0)
  if (params.endian === 'BE') header.writeUIntBE(announced, 0, params.width)
  else header.writeUIntLE(announced, 0, params.width)
  return Buffer.concat([header, Buffer.from(text)])
}

function hex(bytes: Buffer): string {
  return bytes.toString('hex').replaceAll(/(?<=^(..)+)(?=.)/g, ' ')
}
