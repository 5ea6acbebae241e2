import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** Stands for the book in which every guest is written down: a database that takes its time. */
async function record(id: number, address: string): Promise<void> {
  await delay(20)
  console.log(`#${id} from ${address}`)
}

const RECORDED = Symbol('recorded')

/** What the server says to one guest: takes a line, or that the guest is recorded, and gives the answer. */
function* conversation(id: number): Generator<string, never, string | typeof RECORDED> {
  let whos = 0
  for (let event = yield ''; event !== RECORDED; event = yield '') if (event === 'WHO') whos++
  for (let answer = `#${id}\n` + who().repeat(whos); ; ) answer = (yield answer) === 'WHO' ? who() : ''
}

/** The doorman knows who holds a place; nobody else counts. */
const places = new Set<{ id: number; address: string }>()
let arrivals = 0

const who = (): string =>
  [...places]
    .map(({ id }) => id)
    .sort()
    .join(' ') + '\n'

function takePlace(address: string): { id: number; address: string } | undefined {
  const fromThere = Array.from(places, (place) => place.address).filter((other) => other === address)
  if (places.size === params.max || fromThere.length === params.perAddress) return undefined
  const place = { id: ++arrivals, address }
  places.add(place)
  return place
}

function onConnection(socket: net.Socket): void {
  socket.on('error', () => socket.destroy())
  const place = takePlace(String(socket.remoteAddress))
  if (!place) {
    socket.end('BUSY\n')
    socket.resume()
    return
  }

  const talk = conversation(place.id)
  talk.next()
  const tell = (event: string | typeof RECORDED) => {
    const answer = talk.next(event).value
    if (answer && socket.writable) socket.write(answer)
  }

  let clock: NodeJS.Timeout | undefined
  const go = () => {
    places.delete(place)
    clearTimeout(clock)
  }
  const listen = () => {
    clearTimeout(clock)
    clock = setTimeout(() => {
      go()
      socket.destroy()
    }, params.idle * 1000)
  }

  let text = ''
  socket.setEncoding('utf8')
  socket.on('data', (piece) => {
    if (clock) listen()
    text += piece
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
      tell(text.slice(0, end))
      text = text.slice(end + 1)
    }
  })
  socket.once('end', go).once('close', go)

  void record(place.id, place.address).then(() => {
    if (!places.has(place)) return
    tell(RECORDED)
    listen()
  })
}

net.createServer(onConnection).listen(params.port)
