import { createServer, type Socket } from 'node:net'
import { params } from './params.ts'
import { makeRecords } from './records.ts'

/**
 * Everything is an event here: a record has come, the batch is due, the socket has drained, the client is gone.
 * After each one, `#turn` looks at what is and decides what is next.
 */
class Pump {
  readonly #socket: Socket
  readonly #source = makeRecords()
  #isAsked = false // the source was asked and hasn't answered
  #isDry = false // the source has no more
  #isFull = false // write() said false, no drain yet
  #isOver = false
  #batch: Buffer[] = []
  #size = 0
  #isDue = false
  #dueTimer: NodeJS.Timeout | undefined

  #taken = 0
  #takenAt = performance.now()
  readonly #watch: NodeJS.Timeout

  constructor(socket: Socket) {
    this.#socket = socket
    this.#watch = setInterval(() => this.#look(), params.stallMs / 16)
    socket.on('drain', () => {
      this.#isFull = false
      this.#turn()
    })
    socket.on('close', () => this.#stop())
    socket.on('error', () => this.#stop())
    socket.on('data', () => {})
    this.#turn()
  }

  #turn() {
    if (this.#isOver) return
    if (this.#size >= params.batchBytes || this.#isDue || this.#isDry) {
      if (this.#isFull) return // the batch waits
      if (this.#size > 0) this.#send()
    }
    if (this.#isDry) {
      this.#isOver = true
      clearInterval(this.#watch) // done: nothing is left to watch
      this.#socket.end()
    } else if (!this.#isFull && !this.#isAsked) {
      this.#isAsked = true
      this.#source.next().then((answer) => {
        this.#isAsked = false
        if (answer.done) this.#isDry = true
        else this.#add(answer.value)
        this.#turn()
      })
    }
  }

  #add(record: Buffer) {
    this.#batch.push(record)
    this.#size += record.length
    this.#dueTimer ??= setTimeout(() => {
      this.#isDue = true
      this.#turn()
    }, params.batchMs)
  }

  #send() {
    const bytes = Buffer.concat(this.#batch)
    this.#batch = []
    this.#size = 0
    this.#isDue = false
    clearTimeout(this.#dueTimer)
    this.#dueTimer = undefined
    if (this.#socket.writableLength === 0) this.#takenAt = performance.now()
    this.#isFull = !this.#socket.write(bytes)
  }

  /** Has the kernel taken anything since we last looked? */
  #look() {
    const handle: { bytesWritten: number; writeQueueSize: number } | null = Reflect.get(this.#socket, '_handle')
    if (!handle) return
    const taken = handle.bytesWritten - handle.writeQueueSize
    if (taken !== this.#taken || handle.writeQueueSize === 0) {
      this.#taken = taken
      this.#takenAt = performance.now()
    } else if (performance.now() >= this.#takenAt + params.stallMs) {
      this.#socket.resetAndDestroy()
    }
  }

  #stop() {
    this.#isOver = true
    clearInterval(this.#watch)
    clearTimeout(this.#dueTimer)
    void this.#source.return(undefined)
  }
}

createServer({ allowHalfOpen: true }, (socket) => new Pump(socket)).listen(params.port)
