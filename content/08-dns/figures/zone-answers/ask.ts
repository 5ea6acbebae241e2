import dgram from 'node:dgram'
import { once } from 'node:events'

const CODES: Record<number, string> = { 0: 'NOERROR', 3: 'NXDOMAIN', 5: 'REFUSED' }
const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))

async function ask(name: string, type: number, letters: string) {
  const labels = name.split('.').map((label) => String.fromCharCode(label.length) + label)
  const query = Buffer.concat([
    Buffer.from('1a2b01000001000000000000', 'hex'),
    Buffer.from(`${labels.join('')}\0\0${String.fromCharCode(type)}\0\x01`, 'latin1'),
  ])
  socket.send(query, 53, 'server')
  const [reply] = await once(socket, 'message', { signal: AbortSignal.timeout(1000) })
  console.log(name, letters, '→', CODES[reply[3] & 15], reply[7], 'answers')
}

async function main() {
  await ask('web.lab.test', 1, 'A')
  await ask('web.lab.test', 28, 'AAAA')
  await ask('nobody.lab.test', 28, 'AAAA')
}
main()
  .catch((error) => console.log(error.message))
  .finally(() => socket.close())
