import { createServer, type Socket } from 'node:net'
import { params } from './params.ts'

type Handler = (session: Session, argument: string) => void

/** One table per state; `else` is for every other verb. */
const onNew: Record<string, Handler> & { else: Handler } = Object.assign(Object.create(null), {
  LOGIN: (session: Session, name: string) => session.login(name),
  QUIT: (session: Session) => session.dismiss('BYE'),
  else: (session: Session) => session.say('ERR auth'),
})
const onKnown: Record<string, Handler> & { else: Handler } = Object.assign(Object.create(null), {
  LOGIN: (session: Session) => session.say('ERR state'),
  WHOAMI: (session: Session) => session.say(session.name),
  [params.verb]: (session: Session, words: string) => Session.toOthers(session, `${session.name}: ${words}`),
  QUIT: (session: Session) => session.dismiss('BYE'),
  else: (session: Session) => session.say('ERR command'),
})
const onClosing: Record<string, Handler> & { else: Handler } = Object.assign(Object.create(null), { else: () => {} })

class Session {
  static readonly known = new Map<string, Session>()

  static toOthers(me: Session, text: string) {
    for (const other of Session.known.values()) if (other !== me) other.say(text)
  }

  name = ''
  #table = onNew
  #half = ''
  readonly #socket: Socket
  readonly #deadline: NodeJS.Timeout

  constructor(socket: Socket) {
    this.#socket = socket
    this.#deadline = setTimeout(() => this.dismiss('BYE idle'), params.idle * 1000)
    socket.setEncoding('latin1') // one character is one byte
    socket.on('data', (text) => this.#feed(String(text)))
    socket.on('end', () => this.#leave())
    socket.on('close', () => this.#leave())
    socket.on('error', () => this.#leave())
  }

  say(text: string) {
    if (this.#table === onClosing) return
    this.#socket.write(text + '\n', 'latin1')
    if (this.#socket.writableLength > params.queue) {
      this.#socket.destroy()
      this.#leave()
    }
  }

  login(name: string) {
    if (!/^[A-Za-z\d]{1,16}$/.test(name)) return this.say('ERR name')
    if (Session.known.has(name)) return this.say('ERR taken')
    this.name = name
    this.#table = onKnown
    Session.known.set(name, this)
    Session.toOthers(this, `* ${name} is here`)
    this.say(`OK ${name}`)
  }

  dismiss(word: string) {
    if (this.#table === onClosing) return
    this.#socket.end(word + '\n')
    this.#leave()
  }

  #leave() {
    if (this.#table === onClosing) return
    const wasKnown = this.#table === onKnown
    this.#table = onClosing
    this.#half = ''
    clearTimeout(this.#deadline)
    if (!wasKnown) return
    Session.known.delete(this.name)
    Session.toOthers(this, `* ${this.name} left`)
  }

  #feed(text: string) {
    if (this.#table === onClosing) return
    const lines = text.split('\n')
    lines[0] = this.#half + lines[0]
    this.#half = lines.pop()!
    for (const line of lines) {
      if (this.#table === onClosing) return
      this.#deadline.refresh()
      const [, verb = '', argument = ''] = /^([^ ]*) ?([^]*)$/.exec(line) ?? []
      const handler = verb === 'else' ? this.#table.else : (this.#table[verb] ?? this.#table.else)
      handler(this, argument)
    }
  }
}

createServer((socket) => new Session(socket)).listen(params.port)
