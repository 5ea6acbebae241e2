import dgram from 'node:dgram'
import os from 'node:os'
import { params } from './params.ts'

const ACK = Buffer.from('ACK: ')
const METRIC = /^([A-Za-z0-9_.]{1,64}):(\d{1,9})\|c(?:\|@(0\.\d+))?$/

const counters = new Map<string, number>()
let bad = 0

for (const one of Object.values(os.networkInterfaces()).flatMap((list) => list ?? []))
  if (one.family === 'IPv4') serve(one.address)

/** Serves one address of this host, so that replies leave from it. */
function serve(address: string) {
  const socket = dgram.createSocket('udp4')
  socket.on('error', (error) => console.error(error.message))
  socket.on('message', (datagram, sender) => {
    const text = datagram.toString()
    const isQuestion = /^stats *$/.test(text)
    if (!isQuestion) for (const line of text.split('\n')) count(line)
    if (sender.port === 0) return // nowhere to reply to (RFC 768)
    const reply = isQuestion ? list(datagram.length) : Buffer.concat([ACK, datagram])
    socket.send(reply, sender.port, sender.address, (error) => {
      if (error) console.error(error.message) // a forged sender without a route, or a reply over 65,507 bytes
    })
  })
  socket.bind(params.port, address)
}

function count(line: string) {
  if (!line.includes('|')) return
  const [, name, number, rate = '1'] = METRIC.exec(line) ?? []
  const isNew = name !== undefined && !counters.has(name)
  if (name === undefined || Number(rate) === 0 || (isNew && counters.size >= params.maxCounters)) bad++
  else counters.set(name, (counters.get(name) ?? 0) + Number(number) / Number(rate))
}

/** All counters by name, as many whole lines as fit. */
function list(maxBytes: number): string {
  const lines = [...counters].sort(([one], [other]) => (one < other ? -1 : 1))
  let text = ''
  for (const line of [`bad=${bad}`, ...lines.map(([name, total]) => `${name} ${Math.round(total)}`)]) {
    if (text.length + line.length + 1 > maxBytes) break
    text += `${line}\n`
  }
  return text
}
