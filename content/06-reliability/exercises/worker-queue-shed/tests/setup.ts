import { expect, labTest } from 'ackademy/lab'
import { params } from './params.ts'

export const k = params.workers
export const MOST_WAITING = 3 * k
/** Questions that fill the server: in work, and waiting. */
export const FULL = k + MOST_WAITING
/** In ms: more than a round trip on the topology `wire`, and less than any work or deadline. */
export const SOON = 60

/** Every test begins with the server listening and one client. */
export const test = labTest(async (lab) => {
  const running = lab.host('server').run('server.ts', { listens: params.port })
  const server = await expect(running, 'your server, listening').toHappen()
  const connect = () => expect(lab.host('client').connect('server', params.port), 'the connection').toHappen()
  return { server, connect, client: await connect() }
})

/** So many questions, numbered from `first`. */
export const questions = (count: number, { first = 1, ms = 9_000, item = 'tea' } = {}): string =>
  Array.from({ length: count }, (_, i) => `${first + i} @${ms} ${item}\n`).join('')

/** Their answers, if all are the same but for the number. */
export const answers = (count: number, { first = 1, text = 'tea costs 3 euros' } = {}): string[] =>
  Array.from({ length: count }, (_, i) => `${first + i} ${text}`)

/** Lines in the order of their numbers, for those that may come in any order. */
export const sorted = (lines: readonly string[]): string[] =>
  [...lines].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
