import net from 'node:net'
import { params } from './params.ts'

const NEWLINE = 0x0a

type Verdict = { is: 'counting' } | { is: 'over'; answer: string }

/** Counts records. What is in them is of no interest, so nothing is kept but a length. */
class Counter {
  #records = 0
  #length = 0
  verdict: Verdict = { is: 'counting' }

  take(chunk: Buffer) {
    let from = 0
    while (this.verdict.is === 'counting' && from < chunk.length) {
      const end = chunk.indexOf(NEWLINE, from)
      this.#length += (end < 0 ? chunk.length : end) - from
      if (this.#length > params.maxLine) return this.#settle(`ERR record ${this.#records + 1} is too long`)
      if (end < 0) return
      this.#records++
      this.#length = 0
      from = end + 1
    }
  }

  finish() {
    if (this.verdict.is === 'over') return
    if (this.#length > 0) this.#settle(`ERR record ${this.#records + 1} has no end`)
    else this.#settle(`OK ${this.#records}`)
  }

  #settle(answer: string) {
    this.verdict = { is: 'over', answer }
  }
}

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  const counter = new Counter()
  let hasAnswered = false
  const answer = () => {
    if (hasAnswered || counter.verdict.is === 'counting') return
    hasAnswered = true
    socket.end(`${counter.verdict.answer}\n`)
  }
  socket.on('data', (chunk: Buffer) => counter.take(chunk))
  socket.on('end', () => {
    counter.finish()
    answer()
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
