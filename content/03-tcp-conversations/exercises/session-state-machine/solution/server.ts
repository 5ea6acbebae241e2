import net from 'node:net'
import { params } from './params.ts'

type State = 'new' | 'known' | 'closing'

/** Characters a line may have. Without a limit, a client that never ends its line fills our memory. */
const MAX_LINE = 65_536

/** How long a client may take to read BYE and to close its side. Without a limit, one that does neither keeps its connection forever. */
const LAST_READ_MS = 10_000

const room = new Map<string, Session>() // who is logged in, by name

/** One connection and what has been said on it. */
class Session {
  readonly #socket: net.Socket
  #state: State = 'new'
  #name = ''
  #rest = ''
  #idle = setTimeout(() => this.#leave('BYE idle'), params.idle * 1000)
  #deadline: NodeJS.Timeout | undefined // to have read BYE and closed

  constructor(socket: net.Socket) {
    this.#socket = socket
    socket.setEncoding('latin1') // one character for each byte, so what is passed on is what came
    socket.on('data', (text) => {
      if (this.#state !== 'closing') this.#take(String(text))
    })
    socket.on('error', () => socket.destroy())
    socket.on('end', () => this.#close()) // the room hears of it at once, however much she has not read yet
    socket.on('close', () => clearTimeout(this.#deadline))
    socket.on('close', () => this.#forget())
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) if (this.#state !== 'closing') this.#command(line)
    if (this.#rest.length > MAX_LINE) this.#socket.destroy()
  }

  #command(line: string): void {
    this.#idle.refresh() // a command, not a byte
    const [verb = '', ...words] = line.split(' ')
    const rest = words.join(' ')
    if (verb === 'QUIT') this.#leave('BYE')
    else if (verb === 'LOGIN') this.#login(rest)
    else if (this.#state === 'new') this.#say('ERR auth')
    else if (verb === 'WHOAMI') this.#say(this.#name)
    else if (verb === params.verb) this.#tell(`${this.#name}: ${rest}`)
    else this.#say('ERR command')
  }

  #login(name: string): void {
    const refusal = this.#refusal(name)
    if (refusal) {
      this.#say(refusal)
      return
    }
    this.#state = 'known'
    this.#name = name
    room.set(name, this)
    this.#say(`OK ${name}`)
    this.#tell(`* ${name} is here`)
  }

  #refusal(name: string): string | null {
    if (this.#state === 'known') return 'ERR state'
    if (!/^[A-Za-z0-9]{1,16}$/.test(name)) return 'ERR name'
    return room.has(name) ? 'ERR taken' : null
  }

  /** Sends to everybody else in the room, without waiting for anybody. */
  #tell(line: string): void {
    for (const other of room.values()) if (other !== this) other.#say(line)
  }

  #say(line: string): void {
    this.#socket.write(`${line}\n`, 'latin1')
    if (this.#socket.writableLength > params.queue) this.#socket.destroy()
  }

  #leave(line: string): void {
    this.#socket.end(`${line}\n`)
    this.#close()
  }

  /** A socket's own timeout would not do: every byte that the client sends starts it again. */
  #close(): void {
    this.#state = 'closing'
    this.#deadline ??= setTimeout(() => this.#socket.destroy(), LAST_READ_MS)
    this.#forget()
  }

  /** However it ended. */
  #forget(): void {
    clearTimeout(this.#idle)
    if (room.get(this.#name) !== this) return
    room.delete(this.#name)
    this.#tell(`* ${this.#name} left`)
  }
}

net.createServer((socket) => new Session(socket)).listen(params.port)
