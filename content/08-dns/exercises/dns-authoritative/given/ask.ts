/**
 * A small dig: asks your server for each name and prints what the header of the answer says. `node ask.ts web.lab.test:16` asks for
 * TXT, type 16; without a number it asks for A, type 1. Select an answer in the packet list to read its records.
 */
import { randomInt } from 'node:crypto'
import dgram from 'node:dgram'
import { once } from 'node:events'
import { params } from './params.ts'

const SERVER = '10.0.9.2'
const PATIENCE_MS = 1_000
const socket = dgram.createSocket('udp4')

for (const word of process.argv.slice(2)) {
  const [name = '', type = '1'] = word.split(':')
  const query = message(name, Number(type))
  socket.send(query, params.port, SERVER)
  try {
    const [answer] = (await once(socket, 'message', { signal: AbortSignal.timeout(PATIENCE_MS) })) as [Buffer]
    console.log(name, '→', answer.length < 12 ? `${answer.length} bytes, no header` : header(answer))
  } catch {
    console.log(name, '→ no answer within 1 s')
  }
}
socket.close()

function message(name: string, type: number): Buffer {
  const labels = name.split('.').map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label)]))
  const start = Buffer.from([0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]) // RD is set, one question
  start.writeUInt16BE(randomInt(65_536), 0)
  return Buffer.concat([start, ...labels, Buffer.of(0, 0, type, 0, 1)])
}

function header(answer: Buffer): string {
  const flags = answer.readUInt16BE(2)
  const [answers, authorities] = [answer.readUInt16BE(6), answer.readUInt16BE(8)]
  return `QR ${flags >> 15} AA ${(flags >> 10) & 1} RCODE ${flags & 15}, ${answers} answers, ${authorities} authority records`
}
