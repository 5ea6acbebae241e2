import net from 'node:net'
import { params } from './params.ts'

type State = 'new' | 'known' | 'closing'
type Handler = (session: Session, words: string) => State | void

const room = new Map<string, Session>()

const table: Record<'new' | 'known', Map<string, Handler> & { else?: string }> = {
  new: Object.assign(new Map<string, Handler>([['LOGIN', login], ['QUIT', quit]]), { else: 'ERR auth' }),
  known: Object.assign(
    new Map<string, Handler>([
      ['LOGIN', (s) => s.say('ERR state')],
      ['WHOAMI', (s) => s.say(s.name)],
      [params.verb, (s, words) => publish(s, `${s.name}: ${words}`)],
      ['QUIT', quit],
    ]),
    { else: 'ERR command' },
  ),
}

function login(session: Session, name: string): State | void {
  if (!/^[A-Za-z0-9]{1,16}$/.test(name)) return session.say('ERR name')
  if (room.has(name)) {
    session.say('ERR taken')
    session.socket.end()
    return
  }
  session.name = name
  room.set(name, session)
  session.say(`OK ${name}`)
  publish(session, `* ${name} is here`)
  return 'known'
}

function quit(session: Session): State {
  session.close('BYE')
  return 'closing'
}

function publish(from: Session, line: string) {
  for (const session of [...room.values()]) if (session !== from) session.say(line)
}

class Session {
  name = ''
  state: State = 'new'
  readonly socket: net.Socket
  #idle: NodeJS.Timeout

  constructor(socket: net.Socket) {
    this.socket = socket
    this.#idle = setTimeout(() => this.close('BYE idle'), params.idle * 1000)
    socket.on('error', () => {})
    socket.on('close', () => this.leave())
    socket.on('end', () => this.leave())
    this.read().catch(() => socket.destroy())
  }

  async read() {
    let held: Buffer[] = []
    for await (const chunk of this.socket as AsyncIterable<Buffer>) {
      let from = 0
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
        held.push(chunk.subarray(from, at))
        from = at + 1
        const line = Buffer.concat(held).toString('latin1')
        held = []
        this.line(line)
      }
      if (this.state !== 'closing') held.push(chunk.subarray(from))
    }
  }

  line(line: string) {
    if (this.state === 'closing') return
    this.#idle.refresh()
    const { groups } = /^(?<verb>[^ ]*) ?(?<words>.*)$/s.exec(line)!
    const rules = table[this.state]
    const handler = rules.get(groups!.verb!)
    const next = handler ? handler(this, groups!.words!) : this.say(rules.else!)
    // @ts-ignore
    if (next && this.state !== 'closing') this.state = next
  }

  say(line: string): void {
    if (!this.socket.writable) return
    this.socket.write(`${line}\n`, 'latin1')
    if (this.socket.writableLength <= params.queue) return
    this.socket.destroy()
    this.leave()
  }

  close(text: string) {
    if (this.state === 'closing') return
    this.leave()
    this.socket.end(`${text}\n`)
  }

  leave() {
    clearTimeout(this.#idle)
    if (this.state === 'closing') return
    this.state = 'closing'
    if (room.get(this.name) !== this) return
    room.delete(this.name)
    publish(this, `* ${this.name} left`)
  }
}

net.createServer((socket) => void new Session(socket)).listen(params.port)
