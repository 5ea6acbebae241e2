import { expect, LabError, labTest, type TcpPeer, toldApart } from 'ackademy/lab'
import { params } from './params.ts'

/** The learner's server, and the test as its client. */
export const serverTest = labTest(async (lab) => {
  const listening = {
    about: 'your server, listening',
    say: `server.ts was started, but did not listen on port ${params.port}.`,
  }
  const running = lab.host('server').run('server.ts', { listens: params.port })
  await expect(running, listening).toHappen()
  const connect = () => expect(lab.host('client').connect('server', params.port), 'the connection').toHappen()
  return { connect, peer: await connect() }
})

/** The learner's client, and the test as its server. */
export const clientTest = labTest(async (lab) => {
  const listener = await lab.host('server').listen(params.port)
  const { Client } = await lab.host('client').load<typeof import('./contract.ts')>('client.ts')
  const client = await Client.create('server', params.port)
  return { client, peer: await expect(listener.accept(), 'the connection of your client').toHappen() }
})

/** A line without its newline. */
export const line = (...parts: (string | number)[]): string => parts.join(params.separator)

/** The server's answer to a line. `what` names the line. */
export const expectAnswer = (peer: TcpPeer, text: string, wanted: string, what: string): Promise<void> =>
  expect(peer.ask(`${text}\n`), `the answer to ${what}`).toBe(wanted)

/** The next question: its id, and the line. */
export async function question(peer: TcpPeer, what = 'the next question'): Promise<{ id: string; text: string }> {
  const text = await expect(peer.line(), what).toHappen()
  return { id: text.split(params.separator)[0]!, text }
}

/** Answers the next question with OK. */
export async function answerNext(peer: TcpPeer, text: string, what?: string): Promise<string> {
  const { id } = await question(peer, what)
  await peer.send(`${line(id, 'OK', text)}\n`)
  return id
}

/** Outcome of a call: its text, or `error ETIMEDOUT`. */
export const outcomeOf = (call: Promise<string>): Promise<string> =>
  settled(call, ({ code }) => `error ${code ?? 'without code'}`)

/** The same of a call whose error matters by its message: `error: unknown`. */
export const messageOf = (call: Promise<string>): Promise<string> => settled(call, ({ message }) => `error: ${message}`)

function settled(call: Promise<string>, show: (error: Error & { code?: string }) => string): Promise<string> {
  const told = call.then((answer) => toldApart(answer, /^error/))
  const outcome = told.catch((thrown) => {
    // If the program ended or hangs, the call itself reports that.
    if (thrown instanceof LabError) throw thrown
    return show(thrown)
  })
  outcome.catch(() => {}) // a test may fail before it comes to this call
  return outcome
}
