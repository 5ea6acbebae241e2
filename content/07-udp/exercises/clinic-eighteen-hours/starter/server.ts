import dgram from 'node:dgram'
import { params } from './params.ts'

interface Reading {
  number: number
  temperature: string
}

const READING = /^(\d{1,5}) (-?\d{1,3}\.\d)$/
/** The newest reading of each sensor, by its address. */
const newest = new Map<string, Reading>()

const socket = dgram.createSocket('udp4')
socket.on('message', (datagram, sender) => {
  const text = String(datagram)
  if (text === '?') reply(sender)
  else take(text, sender.address)
})
socket.bind(params.port)

/** Keeps a reading, unless a newer one came before it. */
function take(text: string, sensor: string) {
  const [, digits, temperature] = READING.exec(text) ?? []
  const number = Number(digits)
  if (temperature === undefined || number > 65_535) return
  const last = newest.get(sensor)
  if (last && number <= last.number) return
  newest.set(sensor, { number, temperature })
}

function reply(sender: dgram.RemoteInfo) {
  const lines = [...newest].map(([sensor, { temperature }]) => `${sensor} ${temperature}\n`)
  if (sender.port > 0) socket.send(lines.join(''), sender.port, sender.address, () => {})
}
