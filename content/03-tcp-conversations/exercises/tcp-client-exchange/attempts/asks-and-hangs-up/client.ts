import net from 'node:net'
import { Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { params } from './params.ts'

/** Bytes in, one chunk per complete answer out. */
class Split extends Transform {
  #held: Buffer[] = []
  constructor() {
    super({ readableObjectMode: true })
  }
  _transform(chunk: Buffer, _: string, done: () => void) {
    const end = params.end.charCodeAt(0)
    let from = 0
    for (let at = chunk.indexOf(end); at >= 0; at = chunk.indexOf(end, from)) {
      this.#held.push(chunk.subarray(from, at))
      this.push({ text: Buffer.concat(this.#held).toString() })
      this.#held = []
      from = at + 1
    }
    if (from < chunk.length) this.#held.push(chunk.subarray(from))
    done()
  }
}

export async function ask(host: string, port: number, questions: string[]): Promise<string[]> {
  if (questions.length === 0) return []
  const replies: string[] = []
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), params.deadline)
  const socket = net.connect(port, host)
  socket.on('error', () => {})
  let greeting = params.greeting ? 1 : 0
  let complete = false
  const sink = new Writable({
    objectMode: true,
    write({ text }, _, next) {
      if (greeting > 0) greeting--
      else if (replies.length < questions.length) replies.push(text)
      if (replies.length === questions.length && !complete) {
        complete = true
        stop.abort()
      }
      next()
    },
  })
  socket.end(questions.map((q) => `${q}\n`).join(''))
  try {
    await pipeline(socket, new Split(), sink, { signal: stop.signal })
    throw Object.assign(new Error('the server closed'), { code: 'EOF', replies })
  } catch (error: any) {
    if (complete) return replies
    if (error.name === 'AbortError') throw Object.assign(new Error('too slow'), { code: 'DEADLINE', replies })
    error.replies = replies
    throw error
  } finally {
    clearTimeout(timer)
    socket.destroy()
  }
}
