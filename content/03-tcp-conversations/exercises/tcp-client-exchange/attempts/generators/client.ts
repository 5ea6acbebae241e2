import net from 'node:net'
import { params } from './params.ts'

/** Asks the questions over one connection, and gives the answers in the same order. */
export async function ask(host: string, port: number, questions: string[]): Promise<string[]> {
  const replies: string[] = []
  if (questions.length === 0) return replies

  const socket = net.connect({ host, port })
  const deadline = setTimeout(() => {
    socket.destroy(failure('DEADLINE', `no complete answer within ${params.deadline} ms`))
  }, params.deadline)
  socket.on('error', () => {}) // the loop gets it; after the loop nobody wants it
  try {
    for (const question of questions) socket.write(`${question}\n`)
    for await (const answer of answers(socket)) {
      if (replies.push(answer) === questions.length) return replies
    }
    throw failure('EOF', 'the server closed the connection')
  } catch (error) {
    throw Object.assign(error as Error, { replies })
  } finally {
    clearTimeout(deadline)
    socket.destroySoon()
  }
}

/** Cuts the bytes before they become text, so that no character is ever cut. */
async function* answers(socket: net.Socket): AsyncGenerator<string> {
  const end = params.end.charCodeAt(0)
  let isGreeting = String(params.greeting) !== ''
  let rest = Buffer.alloc(0)
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    rest = Buffer.concat([rest, chunk])
    for (let cut = rest.indexOf(end); cut >= 0; cut = rest.indexOf(end)) {
      if (!isGreeting) yield rest.toString('utf8', 0, cut)
      isGreeting = false
      rest = rest.subarray(cut + 1)
    }
  }
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code })
}
