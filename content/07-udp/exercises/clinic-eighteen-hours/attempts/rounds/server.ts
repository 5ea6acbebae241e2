import dgram from 'node:dgram'
import { params } from './params.ts'

/** Counts on without end: how often the sensor's number has started again, times 65,536, and the number itself. */
class Sensor {
  position = -1
  temperature = ''

  take(number: number, temperature: string) {
    if (this.position < 0) this.position = number
    else {
      const round = Math.floor(this.position / 65_536)
      const candidates = [round - 1, round, round + 1].map((r) => r * 65_536 + number)
      const isLate = candidates.some((at) => at <= this.position && this.position - at <= params.late)
      if (isLate) return
      this.position = candidates.find((at) => at > this.position)!
    }
    this.temperature = temperature
  }
}

const sensors = new Map<string, Sensor>()
const socket = dgram.createSocket('udp4', (datagram, { address, port }) => {
  const text = datagram.toString()
  if (text === '?') {
    let reply = ''
    for (const [name, sensor] of sensors) reply += `${name} ${sensor.temperature}\n`
    if (port) socket.send(reply, port, address)
    return
  }
  const match = text.match(/^(\d{1,5}) (-?\d{1,3}\.\d)$/)
  if (!match || +match[1]! > 65_535) return
  if (!sensors.has(address)) sensors.set(address, new Sensor())
  sensors.get(address)!.take(+match[1]!, match[2]!)
})
socket.bind(params.port)
