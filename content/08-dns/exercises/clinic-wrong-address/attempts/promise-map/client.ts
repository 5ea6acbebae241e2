import dgram from 'node:dgram'
import { params } from './params.ts'

type Taker = (address: string | undefined) => void
/** Who waits for an answer, by what the answer has to look like. */
const waiting = new Map<string, Taker>()
const socket = dgram.createSocket('udp4')

const keyOf = (id: number, question: Buffer) => `${id} ${question.toString('hex').toLowerCase()}`
const lower = (bytes: Buffer) => Buffer.from(bytes.map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte)))

socket.on('message', (message, { address, port }) => {
  if (`${address}:${port}` !== `10.0.9.2:${params.port}` || message.length < 17) return
  if (message[2]! < 0x80 || message.readUInt16BE(4) !== 1) return
  let end = 12
  while (end < message.length && message[end] !== 0) end += message[end]! + 1
  const question = lower(message.subarray(12, end + 5))
  const taker = waiting.get(keyOf(message.readUInt16BE(0), question))
  if (!taker) return
  const answers = message.readUInt16BE(6)
  taker(answers > 0 && message.length >= end + 21 ? [...message.subarray(end + 17, end + 21)].join('.') : undefined)
})

async function find(name: string): Promise<string> {
  const id = Math.floor(Math.random() * 65_536)
  const labels = name.split('.').flatMap((label) => [label.length, ...Buffer.from(label)])
  const question = Buffer.from([...labels, 0, 0, 1, 0, 1])
  const query = Buffer.concat([Buffer.from([id >> 8, id & 255, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]), question])
  const key = keyOf(id, lower(question))
  for (const _ of [1, 2]) {
    const found = await new Promise<string | undefined | null>((resolve) => {
      const timer = setTimeout(resolve, params.timeout, null)
      waiting.set(key, (address) => {
        clearTimeout(timer)
        resolve(address)
      })
      socket.send(query, params.port, '10.0.9.2')
    })
    if (found !== null) return found ?? 'no answer'
  }
  waiting.delete(key)
  return 'no answer'
}

for (const name of process.argv.slice(2)) console.log(name, await find(name))
socket.close()
