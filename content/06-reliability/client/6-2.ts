import net from 'node:net'

const MAX = 4 // connections
const WAIT_MS = 1_000 // for a connection
const ANSWER_MS = 2_000 // with opening the connection
const IDLE_MS = 30_000
const QUIET_MS = 5_000 // then we ask whether the server is alive
const PONG_MS = 1_000
const FALL = 3 // failures in a row until we call the server down
const RISE = 2 // pongs in a row until we call it up
const LONGEST = 65_536 // characters of an answer

/** A connection with one question at a time. */
class Connection {
  isOpen = true
  usedAt = performance.now()
  heardAt = performance.now()
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

  ask(line: string, ms = ANSWER_MS): Promise<string> {
    if (!this.isOpen) return Promise.reject(new Error('the connection was closed'))
    this.#question = Promise.withResolvers()
    this.#wait(ms)
    if (line !== 'ping') this.usedAt = performance.now()
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
    this.heardAt = performance.now()
    const end = this.#received.indexOf('\n')
    if (end < 0) return this.#received.length > LONGEST && this.close(new Error('the answer is too long'))
    this.#question.resolve(this.#received.slice(0, end))
    this.#question = null
    if (end + 1 < this.#received.length) return this.close()
    this.#received = ''
    clearTimeout(this.#timer)
  }

  #wait(ms: number) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.close(new Error(`no answer within ${ms} ms`)), ms)
  }
}

/** At most MAX connections to one server, shared by all who ask. */
class Pool {
  readonly #host: string
  readonly #port: number
  readonly #all = new Set<Connection>()
  readonly #idle: Connection[] = [] // the last one was used last
  readonly #waiting: ((connection: Connection) => void)[] = []
  readonly #timer = setInterval(() => this.#check(), 1_000)
  #isUp = true
  #streak = 0 // results in a row that contradict #isUp

  constructor(host: string, port: number) {
    this.#host = host
    this.#port = port
  }

  get isUp(): boolean {
    return this.#isUp
  }

  async ask(line: string): Promise<string> {
    if (!this.#isUp) throw new Error('the server is down')
    const connection = await this.#take()
    try {
      const answer = await connection.ask(line)
      this.#count(true)
      return answer
    } catch (error) {
      this.#count(false)
      throw error
    } finally {
      if (connection.isOpen) this.#give(connection)
    }
  }

  close() {
    clearInterval(this.#timer)
    for (const connection of this.#all) connection.close()
  }

  /** Closes connections that nobody needs, and pings those that were quiet. A server that is down gets a ping each second. */
  #check() {
    const now = performance.now()
    for (const connection of [...this.#idle]) {
      if (now - connection.usedAt > IDLE_MS) connection.close()
      else if (now - connection.heardAt > QUIET_MS) this.#ping(this.#leave(connection))
    }
    if (!this.#isUp && this.#all.size === 0) this.#ping(this.#open())
  }

  async #ping(connection: Connection) {
    const answer = await connection.ask('ping', PONG_MS).catch(() => 'nothing')
    this.#count(answer === 'pong')
    if (answer !== 'pong') connection.close()
    else if (this.#isUp) this.#give(connection)
    else connection.close() // the next ping has to open one, as everybody will have to
  }

  #count(isGood: boolean) {
    this.#streak = isGood === this.#isUp ? 0 : this.#streak + 1
    if (this.#streak < (this.#isUp ? FALL : RISE)) return
    this.#isUp = isGood
    this.#streak = 0
    console.log(isGood ? 'the server is up' : 'the server is down')
  }

  #leave(connection: Connection): Connection {
    const place = this.#idle.indexOf(connection)
    if (place >= 0) this.#idle.splice(place, 1)
    return connection
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
    this.#leave(connection)
    if (this.#waiting.length > 0) this.#give(this.#open())
  }
}

const [address = 'server:9000', ...questions] = process.argv.slice(2)
const [host = '', port] = address.split(':')
const pool = new Pool(host, Number(port))
const answers = await Promise.allSettled(questions.map((question) => pool.ask(question)))
for (const answer of answers) console.log(answer.status === 'fulfilled' ? answer.value : answer.reason.message)
pool.close()
