import dgram from 'node:dgram'
import { params } from './params.ts'

const temperatures: Record<string, string> = {}
/** The numbers that are still late: the newest of each sensor and those just before it. */
const old: Record<string, Set<number>> = {}

const socket = dgram.createSocket('udp4')
socket.on('message', (datagram, sender) => {
  const text = `${datagram}`
  if (text === '?') {
    const reply = Object.entries(temperatures).map(([name, value]) => `${name} ${value}\n`)
    if (sender.port !== 0) socket.send(reply.join(''), sender.port, sender.address)
    return
  }
  const found = /^(\d{1,5}) (-?\d{1,3}\.\d)$/.exec(text)
  if (!found) return
  const number = parseInt(found[1]!, 10)
  if (number >= 65_536 || old[sender.address]?.has(number)) return
  temperatures[sender.address] = found[2]!
  old[sender.address] = new Set(Array.from({ length: params.late + 1 }, (_, n) => (number - n + 65_536) % 65_536))
})
socket.bind(params.port)
