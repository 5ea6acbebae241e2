import net from 'node:net'
import { params } from './params.ts'

const end = Buffer.from(params.end)
let pending = Buffer.alloc(0) // what has arrived of the next answer

function nextAnswer(): string | undefined {
  const at = pending.indexOf(end)
  if (at < 0) return undefined
  const answer = pending.toString('utf8', 0, at)
  pending = pending.subarray(at + end.length)
  return answer
}

/** Asks the questions over one connection, and gives the answers in the same order. */
export async function ask(host: string, port: number, questions: string[]): Promise<string[]> {
  if (questions.length === 0) return []
  pending = Buffer.alloc(0)
  const replies: string[] = []
  const result = Promise.withResolvers<string[]>()
  let skip = Boolean(params.greeting)

  const stop = (code: string) => result.reject(Object.assign(new Error(`stopped: ${code}`), { code, replies }))
  const timer = setTimeout(stop, params.deadline, 'DEADLINE')
  const socket = net.connect(port, host, () => socket.write(questions.join('\n') + '\n'))

  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk])
    for (let answer = nextAnswer(); answer !== undefined; answer = nextAnswer()) {
      if (skip) skip = false
      else replies.push(answer)
      if (replies.length === questions.length) return result.resolve(replies)
    }
  })
  socket.on('end', () => stop('EOF'))
  socket.on('error', (error: NodeJS.ErrnoException) => stop(error.code ?? 'EOF'))

  try {
    return await result.promise
  } finally {
    clearTimeout(timer)
    socket.destroy()
  }
}
