import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { params } from './params.ts'

const totals = new Map<string, number>()
let badLines = 0

for (const address of ['10.0.0.10', '10.0.0.20']) {
  const socket = createSocket({ type: 'udp4', reuseAddr: true })
  socket.on('error', console.error)
  socket.on('message', (message, from) => handle(socket, message, from))
  socket.bind({ port: params.port, address })
}

function handle(socket: Socket, message: Buffer, from: RemoteInfo) {
  const text = message.toString('utf8')
  let response: Buffer
  if (text.startsWith('stats') && text.slice(5).replaceAll(' ', '') === '') response = overview(message.length)
  else {
    text.split('\n').forEach(addLine)
    response = Buffer.concat([Buffer.from('ACK: '), message])
  }
  if (from.port > 0) socket.send(response, 0, response.length, from.port, from.address, ignoreError)
}

function ignoreError() {}

function addLine(line: string) {
  if (line.indexOf('|') < 0) return
  const [head = '', type, sample, ...rest] = line.split('|')
  const colon = head.indexOf(':')
  const name = head.slice(0, Math.max(colon, 0))
  const number = head.slice(colon + 1)
  const isFine =
    /^[a-z0-9_.]{1,64}$/i.test(name) &&
    /^[0-9]{1,9}$/.test(number) &&
    type === 'c' &&
    rest.length === 0 &&
    (sample === undefined || (/^@0\.[0-9]+$/.test(sample) && Number(sample.slice(1)) > 0))
  if (!isFine || (!totals.has(name) && totals.size >= params.maxCounters)) {
    badLines++
    return
  }
  const weight = sample === undefined ? 1 : 1 / Number(sample.slice(1))
  totals.set(name, (totals.get(name) || 0) + Number(number) * weight)
}

function overview(space: number): Buffer {
  const lines = [`bad=${badLines}`, ...[...totals.keys()].sort().map((name) => `${name} ${Math.round(totals.get(name)!)}`)]
  while (lines.length > 0 && lines.join('\n').length + 1 > space) lines.pop()
  return Buffer.from(lines.map((line) => `${line}\n`).join(''))
}
