// One trial after the other. Every question has a socket of its own, except the pair in the middle.
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { setTimeout as after } from 'node:timers/promises'
import { params } from './params.ts'

type Got = { bytes: Buffer; from: RemoteInfo }

const patience = params.lateMs + 20
const everyByte = Buffer.from(Array.from({ length: 1400 }, (_, n) => (n * 3) % 256))

for (let n = 1; n <= 5; n++) {
  const complaint = await hold(`10.0.0.${10 + n}`)
  console.log(complaint === '' ? `server-${n} right` : `server-${n} broken: ${complaint}`)
}

async function hold(host: string): Promise<string> {
  let mayLose = 1
  const rounds = [[Buffer.alloc(0)], [everyByte, Buffer.from('next')], [everyByte]]
  for (const questions of rounds) {
    let missing = questions
    while (missing.length > 0) {
      const result = await round(host, missing)
      if (typeof result === 'string') return result
      missing = result
      mayLose -= missing.length
      if (mayLose < 0) return 'replies are missing'
    }
  }
  return ''
}

/** Asks some questions at once; returns a complaint, or those without a reply. */
async function round(host: string, questions: Buffer[]): Promise<string | Buffer[]> {
  const socket: Socket = createSocket('udp4')
  const got: Got[] = []
  socket.on('message', (bytes, from) => got.push({ bytes, from }))
  for (const question of questions) socket.send(question, params.port, host)
  await after(patience)
  socket.close()
  const missing = [...questions]
  for (const { bytes, from } of got) {
    if (from.port !== params.port || from.address !== host) return 'came from elsewhere'
    const index = missing.findIndex((question) => Buffer.compare(bytes, Buffer.from([...Buffer.from('ACK: '), ...question])) === 0)
    if (index < 0) return `nobody asked for ${bytes.length} bytes`
    missing.splice(index, 1)
  }
  return missing
}
