import net from 'node:net'
import { params } from './params.ts'

type Command = (words: string[]) => string

/** Each command is a module of its own, loaded when somebody first asks for it. */
const commands = new Map<string, () => Promise<{ default: Command }>>([
  ['ECHO', () => import('./echo.ts')],
  ['NAME', () => import('./name.ts')],
  ['SUM', () => import('./sum.ts')],
])

async function perform(line: string): Promise<string> {
  const [verb = '', ...words] = line.split(' ')
  const load = commands.get(verb)
  if (!load) return `ERR no command ${verb}`
  try {
    const command = (await load()).default
    return await command(words)
  } catch (error) {
    console.error(verb, error)
    return `ERR ${verb} failed`
  }
}

class Session {
  readonly #socket: net.Socket
  readonly #lines: string[] = []
  #rest = ''
  #isWorking = false

  constructor(socket: net.Socket) {
    this.#socket = socket
    socket.setEncoding('utf8')
    socket.on('data', (text) => {
      const lines = (this.#rest + text).split('\n')
      this.#rest = lines.pop() ?? ''
      this.#lines.push(...lines)
      if (!this.#isWorking) void this.#work()
    })
    socket.on('error', () => socket.destroy())
  }

  /** Answers leave in the order of the requests. */
  async #work(): Promise<void> {
    this.#isWorking = true
    for (let line = this.#lines.shift(); line !== undefined; line = this.#lines.shift()) {
      this.#socket.write(`${await perform(line)}\n`)
    }
    this.#isWorking = false
  }
}

net.createServer((socket) => void new Session(socket)).listen(params.port)
