import dgram from 'node:dgram'
import { once } from 'node:events'

const TYPES = { A: 1, NS: 2, SOA: 6, MX: 15, TXT: 16, AAAA: 28 }
const NAMES = [
  'lab.test', 'ns1.lab.test', 'mail.lab.test', 'web.lab.test', 'www.lab.test', 'nobody.lab.test',
  'deep.lab.test', 'a.deep.lab.test', 'wild.lab.test', 'any.wild.lab.test', 'tame.wild.lab.test', 'x.tame.wild.lab.test',
] // biome-ignore format: a table
const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
let id = 0

async function ask(name: string, type: number) {
  const labels = name.split('.').map((label) => String.fromCharCode(label.length) + label)
  const query = Buffer.concat([
    Buffer.from('00000100000100000000' + '0000', 'hex'),
    Buffer.from(`${labels.join('')}\0\0${String.fromCharCode(type)}\0\x01`, 'latin1'),
  ])
  query.writeUInt16BE(++id, 0)
  socket.send(query, 53, 'server')
  await once(socket, 'message', { signal: AbortSignal.timeout(1000) }).catch(() => console.log(name, 'was lost'))
}

async function main() {
  for (const name of NAMES) for (const type of Object.values(TYPES)) await ask(name, type)
}
main()
  .catch((error) => console.log(error.message))
  .finally(() => socket.close())
