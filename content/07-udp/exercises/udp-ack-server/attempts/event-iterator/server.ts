import dgram from 'node:dgram'
import { on } from 'node:events'
import { networkInterfaces } from 'node:os'
import { params } from './params.ts'

class Counters {
  #totals = new Map<string, number>()
  #bad = 0

  add(line: string): void {
    const match = line.match(/^(?<name>[\w.]{1,64}):(?<number>\d{1,9})\|c(\|@(?<rate>0\.\d+))?$/)?.groups
    const rate = match?.rate === undefined ? 1 : parseFloat(match.rate)
    if (!match || rate <= 0) {
      this.#bad += 1
      return
    }
    const before = this.#totals.get(match.name!)
    if (before === undefined && this.#totals.size === params.maxCounters) this.#bad += 1
    else this.#totals.set(match.name!, (before ?? 0) + parseInt(match.number!, 10) / rate)
  }

  *lines(): Generator<string> {
    yield `bad=${this.#bad}\n`
    for (const name of [...this.#totals.keys()].sort()) yield `${name} ${this.#totals.get(name)!.toFixed(0)}\n`
  }
}

const counters = new Counters()

function answerTo(datagram: Buffer): Buffer {
  const text = datagram.toString('latin1')
  if (text.trimEnd() === 'stats' && !/[^ a-z]/.test(text)) {
    const fitting: string[] = []
    let room = datagram.length
    for (const line of counters.lines()) {
      room -= line.length
      if (room < 0) break
      fitting.push(line)
    }
    return Buffer.from(fitting.join(''))
  }
  for (const line of text.split('\n').filter((line) => line.includes('|'))) counters.add(line)
  const answer = Buffer.alloc(datagram.length + 5, 'ACK: ')
  datagram.copy(answer, 5)
  return answer
}

async function serve(address: string) {
  const socket = dgram.createSocket('udp4').bind(params.port, address)
  socket.on('error', () => {})
  for await (const [datagram, { port, address }] of on(socket, 'message') as AsyncIterable<[Buffer, dgram.RemoteInfo]>) {
    const answer = answerTo(datagram)
    try {
      socket.send(answer, port, address, () => {})
    } catch {
      // a port that nobody can have
    }
  }
}

for (const cards of Object.values(networkInterfaces()))
  for (const card of cards!) if (card.family === 'IPv4' && !card.internal) void serve(card.address)
