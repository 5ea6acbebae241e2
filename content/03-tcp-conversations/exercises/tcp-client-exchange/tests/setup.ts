import { expect, type Lab, labTest, toldApart } from 'ackademy/lab'
import { params } from './params.ts'

/** The learner's module on the client; on the server a listener that the test works by hand. */
export const test = labTest(async (lab) => {
  const client = await lab.host('client').load<typeof import('./contract.ts')>('client.ts')
  const listener = await lab.host('server').listen(params.port)
  return {
    client,
    listener,
    ask: (...questions: string[]) => client.ask('server', params.port, questions),
    /** Accepts the connection, and sends the greeting if the variant has one. */
    accept: async () => {
      const server = await expect(listener.accept({ within: '4s' }), 'your connection').toHappen()
      if (params.greeting) await server.send(reply(params.greeting))
      return server
    },
    /** A real kernel does not report a process's sockets: there the number is always 0. */
    socketsHeld: async () => (await client.process.handles()).sockets.filter(({ proto }) => proto === 'tcp').length,
  }
})

/** Texts as the server sends them. */
export const reply = (...texts: string[]) => texts.map((text) => text + params.end).join('')

/** Outcome of a call: the code of its error, or `no error`, and the answers that came with either. */
export interface Outcome {
  code: string
  replies: string[] | 'no array'
}

export const outcomeOf = (call: Promise<string[]>): Promise<Outcome> =>
  call.then(
    (replies) => ({ code: 'no error', replies }),
    (error: Error & { code?: string; replies?: unknown }) => ({
      code: toldApart(error.code ?? 'an error without code', /^no error$/),
      replies: Array.isArray(error.replies) ? error.replies.map(String) : 'no array',
    }),
  )

/** The same, or `nothing` after so many milliseconds. */
export const outcomeWithin = (lab: Lab, ms: number, call: Promise<string[]>): Promise<Outcome> =>
  Promise.race([outcomeOf(call), lab.clock.advance(ms).then(() => ({ code: `nothing within ${ms} ms`, replies: [] }))])

/** Expects that a call ends with all its answers. */
export async function expectAnswers(call: Promise<string[]>, expected: string[], which = 'ask()'): Promise<void> {
  const { code, replies } = await outcomeOf(call)
  expect(replies, `the answers of ${which}`).toEqual(expected)
  expect(code, `what ${which} was rejected with`).toBe('no error')
}

/** Expects that a call ends with this error, and the answers before it. */
export async function expectError(call: Promise<Outcome>, wanted: string, expected: string[], when: string) {
  const { code, replies } = await call
  expect(code, `what ask() was rejected with ${when}`).toBe(wanted)
  expect(replies, `the replies of the error ${when}`).toEqual(expected)
}
