import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** Returns as many letters as the request asks for, at most ten million; stands for work that takes its time. */
async function work(line: string): Promise<string> {
  await delay(params.workMs)
  const letters = Math.trunc(Number(line)) || 0
  return 'x'.repeat(Math.min(Math.max(letters, 0), 10_000_000))
}

type Fate = 'open' | 'left' | 'killed'

/** One client. Its answers are a chain of promises: each waits for the one before. */
class Conversation {
  readonly over: Promise<Fate>
  readonly #socket: net.Socket
  #chain: Promise<void> = Promise.resolve()
  #open = 0 // requests without an answer
  #rest = ''
  #listens = true
  #fate: Fate = 'open'

  constructor(socket: net.Socket) {
    this.#socket = socket
    this.over = new Promise((resolve) => {
      socket.on('close', (hadError) => resolve(hadError || this.#fate === 'killed' ? this.#fate : 'left'))
    })
    socket.on('error', () => {})
    socket.setEncoding('latin1')
    socket.on('data', (text) => this.#read(String(text)))
    socket.on('end', () => this.#after(() => this.#bow()))
  }

  /** What has arrived is answered, what arrives from now on is not. */
  dismiss(): void {
    this.#listens = false
    this.#after(() => this.#bow())
  }

  kill(): void {
    this.#fate = 'killed'
    this.#socket.resetAndDestroy()
  }

  /** Our last words: a goodbye, if the server closes. */
  #bow(): void {
    this.#socket.end(this.#listens ? '' : `${params.goodbye}\n`)
  }

  #after(act: () => void): void {
    const whenQuiet = () => {
      if (this.#socket.writable) act()
    }
    if (this.#open === 0) whenQuiet()
    else this.#chain = this.#chain.then(whenQuiet)
  }

  #read(text: string): void {
    if (!this.#listens) return
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop()!
    for (const line of lines) {
      this.#open++
      this.#chain = this.#chain.then(() => this.#answer(line))
    }
  }

  async #answer(line: string): Promise<void> {
    if (this.#socket.writable) {
      const answer = await work(line)
      if (this.#socket.writable) this.#socket.write(answer + '\n')
    }
    this.#open--
  }
}

const conversations = new Set<Conversation>()

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  const conversation = new Conversation(socket)
  conversations.add(conversation)
  void conversation.over.then(() => conversations.delete(conversation))
})
server.listen(params.port)

process.once('SIGTERM', async () => {
  console.log('closing')
  server.close()
  const all = [...conversations]
  const killAll = () => {
    for (const conversation of conversations) conversation.kill()
  }
  process.on('SIGTERM', killAll)
  const timer = setTimeout(killAll, params.graceMs)
  for (const conversation of all) conversation.dismiss()
  const fates = await Promise.all(all.map(({ over }) => over))
  clearTimeout(timer)
  const count = (fate: Fate) => fates.filter((other) => other === fate).length
  console.log(`drained ${count('left')} killed ${count('killed')}`)
  process.exit(0)
})
