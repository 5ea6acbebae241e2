import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const MAX = 4 // connections
const MOST_WAITING = 16 // questions, for a connection
const ANSWER_MS = 2_000 // with opening the connection
const IDLE_MS = 30_000
const QUIET_MS = 5_000 // then we ask whether the server is alive
const PONG_MS = 1_000
const FALL = 3 // failures in a row until we call the server down
const RISE = 2 // pongs in a row until we call it up
const BASE_MS = 100
const CAP_MS = 2_000
const SHARE = 0.1 // of all questions may be repetitions
const SAVED = 10 // repetitions that a quiet time may save
const TOTAL_MS = 5_000 // for a question with all its repetitions
const LONGEST = 65_536 // characters of an answer

/** A failure that proves that the server did nothing: the question never left, or the server said so. */
class UndoneError extends Error {}

/** A connection with one question at a time. */
class Connection {
  isOpen = true
  usedAt = performance.now()
  heardAt = performance.now()
  readonly #socket: net.Socket
  readonly #onClose: () => void
  #isConnected = false
  #received = ''
  #question: PromiseWithResolvers<string> | null = null
  #timer: NodeJS.Timeout | undefined

  constructor(host: string, port: number, onClose: () => void) {
    this.#onClose = onClose
    const socket = net.connect(port, host)
    socket.setNoDelay(true)
    socket.setEncoding('utf8')
    socket.on('connect', () => {
      this.#isConnected = true
    })
    socket.on('error', (error) => this.close(error))
    socket.on('data', (chunk: string) => this.#receive(chunk))
    socket.on('end', () => this.close())
    socket.on('close', () => this.close())
    this.#socket = socket
  }

  ask(line: string, ms = ANSWER_MS): Promise<string> {
    if (!this.isOpen) return Promise.reject(new UndoneError('the connection was closed'))
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
    this.#question?.reject(this.#isConnected ? error : new UndoneError(error.message))
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

  /** `until`: in the time of `performance.now()`. */
  async ask(line: string, until: number): Promise<string> {
    if (!this.#isUp) throw new UndoneError('the server is down')
    const connection = await this.#take(until)
    try {
      const ms = Math.max(1, Math.min(ANSWER_MS, Math.floor(until - performance.now())))
      const answer = await connection.ask(`@${ms} ${line}`, ms)
      this.#count(true)
      if (answer === 'busy') throw new UndoneError('the server is busy')
      return answer
    } catch (error) {
      if (!connection.isOpen) this.#count(false)
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

  #take(until: number): Promise<Connection> {
    const idle = this.#idle.pop()
    if (idle) return Promise.resolve(idle)
    if (this.#all.size < MAX) return Promise.resolve(this.#open())
    if (this.#waiting.length >= MOST_WAITING) throw new UndoneError('too many questions wait already')
    return new Promise((resolve, reject) => {
      const waiter = (connection: Connection) => {
        clearTimeout(timer)
        resolve(connection)
      }
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1)
        reject(new UndoneError('no connection was free in time'))
      }, until - performance.now())
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

/** Asks again where that does no harm. */
class Client {
  readonly #pool: Pool
  #saved = SAVED

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** `isIdempotent`: the server may do it twice. */
  async ask(line: string, { isIdempotent = false } = {}): Promise<string> {
    const until = performance.now() + TOTAL_MS
    this.#saved = Math.min(SAVED, this.#saved + SHARE)
    for (let tries = 0; ; tries++) {
      try {
        return await this.#pool.ask(line, until)
      } catch (error) {
        const pause = Math.random() * Math.min(CAP_MS, BASE_MS * 2 ** tries)
        const isHarmless = isIdempotent || error instanceof UndoneError
        if (!isHarmless || this.#saved < 1 || performance.now() + pause > until) throw error
        this.#saved--
        await sleep(pause)
      }
    }
  }
}

const [address = 'server:9000', ...questions] = process.argv.slice(2)
const [host = '', port] = address.split(':')
const pool = new Pool(host, Number(port))
const client = new Client(pool)
const answers = await Promise.allSettled(questions.map((question) => client.ask(question, { isIdempotent: true })))
for (const answer of answers) console.log(answer.status === 'fulfilled' ? answer.value : answer.reason.message)
pool.close()
