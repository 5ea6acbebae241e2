import net from 'node:net'

const MAX = 4 // connections
const WAIT_MS = 1_000 // for a connection
const ANSWER_MS = 2_000 // with opening the connection
const IDLE_MS = 30_000
const LONGEST = 65_536 // characters of an answer

/** A connection with one question at a time. */
class Connection {
  isOpen = true
  readonly #socket: net.Socket
  readonly #onClose: () => void
  #received = ''
  #question: PromiseWithResolvers<string> | null = null
  #timer: NodeJS.Timeout | undefined

  constructor(host: string, port: number, onClose: () => void) {
    this.#onClose = onClose
    const socket = net.connect(port, host)
    socket.setNoDelay(true)
    socket.setEncoding('utf8')
    socket.on('error', (error) => this.close(error))
    socket.on('data', (chunk: string) => this.#receive(chunk))
    socket.on('end', () => this.close())
    socket.on('close', () => this.close())
    this.#socket = socket
  }

  ask(line: string): Promise<string> {
    if (!this.isOpen) return Promise.reject(new Error('the connection was closed'))
    this.#question = Promise.withResolvers()
    this.#closeAfter(ANSWER_MS, `no answer within ${ANSWER_MS} ms`)
    this.#socket.write(`${line}\n`)
    return this.#question.promise
  }

  close(error = new Error('the connection was closed')) {
    if (!this.isOpen) return
    this.isOpen = false
    clearTimeout(this.#timer)
    this.#socket.destroy()
    this.#question?.reject(error)
    this.#onClose()
  }

  #receive(chunk: string) {
    if (!this.#question) return this.close() // nobody asked for this
    this.#received += chunk
    const end = this.#received.indexOf('\n')
    if (end < 0) return this.#received.length > LONGEST && this.close(new Error('the answer is too long'))
    this.#question.resolve(this.#received.slice(0, end))
    this.#question = null
    if (end + 1 < this.#received.length) return this.close()
    this.#received = ''
    this.#closeAfter(IDLE_MS)
  }

  #closeAfter(ms: number, reason?: string) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.close(reason ? new Error(reason) : undefined), ms)
  }
}

/** At most MAX connections to one server, shared by all who ask. */
class Pool {
  readonly #host: string
  readonly #port: number
  readonly #all = new Set<Connection>()
  readonly #idle: Connection[] = [] // the last one was used last
  readonly #waiting: ((connection: Connection) => void)[] = []

  constructor(host: string, port: number) {
    this.#host = host
    this.#port = port
  }

  async ask(line: string): Promise<string> {
    const connection = await this.#take()
    try {
      return await connection.ask(line)
    } finally {
      if (connection.isOpen) this.#give(connection)
    }
  }

  close() {
    for (const connection of this.#all) connection.close()
  }

  #take(): Promise<Connection> {
    const idle = this.#idle.pop()
    if (idle) return Promise.resolve(idle)
    if (this.#all.size < MAX) return Promise.resolve(this.#open())
    return new Promise((resolve, reject) => {
      const waiter = (connection: Connection) => {
        clearTimeout(timer)
        resolve(connection)
      }
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1)
        reject(new Error(`no connection was free within ${WAIT_MS} ms`))
      }, WAIT_MS)
      this.#waiting.push(waiter)
    })
  }

  #give(connection: Connection) {
    const waiter = this.#waiting.shift()
    if (waiter) waiter(connection)
    else this.#idle.push(connection)
  }

  #open(): Connection {
    const connection: Connection = new Connection(this.#host, this.#port, () => this.#forget(connection))
    this.#all.add(connection)
    return connection
  }

  #forget(connection: Connection) {
    this.#all.delete(connection)
    const place = this.#idle.indexOf(connection)
    if (place >= 0) this.#idle.splice(place, 1)
    if (this.#waiting.length > 0) this.#give(this.#open())
  }
}

const [address = 'server:9000', ...questions] = process.argv.slice(2)
const [host = '', port] = address.split(':')
const pool = new Pool(host, Number(port))
const answers = await Promise.allSettled(questions.map((question) => pool.ask(question)))
for (const answer of answers) console.log(answer.status === 'fulfilled' ? answer.value : answer.reason.message)
pool.close()
