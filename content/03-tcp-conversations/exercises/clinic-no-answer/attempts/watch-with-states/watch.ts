import net from 'node:net'
import { params } from './params.ts'

type State = 'connecting' | 'quiet' | 'asked' | 'lost'

class Watch {
  readonly #socket: net.Socket
  readonly #timers: { every?: NodeJS.Timeout; patience?: NodeJS.Timeout } = {}
  #state: State = 'connecting'
  #rest = ''

  constructor(host: string, port: number) {
    this.#socket = net.connect({ host, port })
    this.#socket.setEncoding('utf8')
    this.#socket.on('connect', () => {
      this.#socket.setKeepAlive(true, params.probeMs) // hears of a death between two questions
      this.#timers.every = setInterval(() => this.#ask(), params.everyMs)
      this.#ask()
    })
    this.#socket.on('data', (text) => this.#read(String(text)))
    this.#socket.on('end', () => this.#lose())
    this.#socket.on('error', () => this.#lose())
  }

  #ask(): void {
    this.#state = 'asked'
    this.#socket.write('STATUS\n')
    this.#timers.patience = setTimeout(() => {
      if (this.#state === 'asked') this.#lose()
    }, params.patienceMs)
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) {
      this.#state = 'quiet'
      clearTimeout(this.#timers.patience)
      console.log(line)
    }
  }

  #lose(): void {
    if (this.#state === 'lost') return
    this.#state = 'lost'
    clearInterval(this.#timers.every)
    clearTimeout(this.#timers.patience)
    this.#socket.destroy()
    console.log('LOST')
  }
}

const [host, port] = process.argv.slice(2)
new Watch(host!, Number(port))
