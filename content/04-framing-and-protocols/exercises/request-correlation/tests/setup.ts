import { labTest, type TcpPeer } from 'ackademy/lab'
import { params } from './params.ts'

/** The learner's server, and the test as its client. */
export const serverTest = labTest(async (lab) => ({
  server: await lab.host('server').run('server.ts', { listens: params.port }),
  peer: await lab.host('client').connect('server', params.port),
}))

/** The learner's client, and the test as its server. */
export const clientTest = labTest(async (lab) => {
  const listener = await lab.host('server').listen(params.port)
  const { Client } = await lab.host('client').load<typeof import('./contract.ts')>('client.ts')
  const client = await Client.create('server', params.port)
  return { client, peer: await listener.accept() }
})

/** A line without its newline. */
export const line = (...parts: (string | number)[]): string => parts.join(params.separator)

/** The next question: its id, and the line. */
export async function question(peer: TcpPeer): Promise<{ id: string; text: string }> {
  const text = await peer.line()
  return { id: text.split(params.separator)[0]!, text }
}

/** Answers the next question with OK. */
export async function answerNext(peer: TcpPeer, text: string): Promise<string> {
  const { id } = await question(peer)
  await peer.send(`${line(id, 'OK', text)}\n`)
  return id
}
