import net from 'node:net'
import { params } from './params.ts'

type State = 'new' | 'known' | 'closing'

const room = new Map<string, Session>() // who is logged in, by name

class Session {
  readonly #socket: net.Socket
  #state: State = 'new'
  #name = ''

  constructor(socket: net.Socket) {
    this.#socket = socket
    socket.on('close', () => this.forget())
  }

  command(line: string): void {
    const [verb = '', ...words] = line.split(' ')
    if (verb === 'QUIT') this.#socket.end('BYE\n')
    else if (verb === 'LOGIN') this.login(words.join(' '))
    else if (this.#state === 'new') this.say('ERR auth')
    // From here on only who is known.
  }

  login(name: string): void {
    // Four answers: ERR state, ERR name, ERR taken, and OK, which changes something.
    this.#name = name
  }

  /** To everybody else in the room. */
  tell(line: string): void {
    for (const other of room.values()) if (other !== this) other.say(line)
  }

  say(line: string): void {
    this.#socket.write(`${line}\n`)
    // How much may wait in this socket for a reader who does not read?
  }

  /** On QUIT, on silence, and on 'close'. */
  forget(): void {
    if (room.get(this.#name) !== this) return
    room.delete(this.#name)
    this.tell(`* ${this.#name} left`)
  }
}

net.createServer((socket) => new Session(socket)).listen(params.port)
