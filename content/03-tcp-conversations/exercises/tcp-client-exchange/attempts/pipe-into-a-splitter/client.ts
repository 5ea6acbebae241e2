import net from 'node:net'
import { params } from './params.ts'

import { Writable } from 'node:stream'

class ProtocolError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Swallows the bytes of the server and says what is a whole answer. */
class Splitter extends Writable {
  readonly #onAnswer: (text: string) => void
  #text = ''

  constructor(onAnswer: (text: string) => void) {
    super({ decodeStrings: false }) // the socket decodes, and keeps the half of a character for the next chunk
    this.#onAnswer = onAnswer
  }

  override _write(text: string, _encoding: BufferEncoding, done: () => void): void {
    const parts = (this.#text + text).split(params.end)
    this.#text = parts.pop()!
    for (const part of parts) this.#onAnswer(part)
    done()
  }
}

/** Asks the questions over one connection, and gives the answers in the same order. */
export function ask(host: string, port: number, questions: string[]): Promise<string[]> {
  const { promise, resolve, reject } = Promise.withResolvers<string[]>()
  const all: string[] = []
  const first = params.greeting ? 1 : 0 // so many are no answers
  const replies = () => all.slice(first, first + questions.length)
  if (questions.length === 0) {
    resolve([])
    return promise
  }

  const socket = net.createConnection({ host, port })
  const timer = setTimeout(() => close(new ProtocolError('DEADLINE', `waited ${params.deadline} ms`)), params.deadline)
  let isClosed = false

  function close(error?: Error): void {
    if (isClosed) return
    isClosed = true
    clearTimeout(timer)
    if (error) {
      reject(Object.assign(error, { replies: replies() }))
      socket.destroy()
    } else {
      resolve(replies())
      socket.destroySoon()
    }
  }

  socket.setEncoding('utf8')
  socket.on('error', close)
  socket.on('end', () => close(new ProtocolError('EOF', 'the server said goodbye too early')))
  socket.pipe(
    new Splitter((text) => {
      all.push(text)
      if (all.length === first + questions.length) close()
    }),
  )
  for (const question of questions) socket.write(question + '\n')
  return promise
}
