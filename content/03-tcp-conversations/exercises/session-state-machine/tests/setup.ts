import { expect, labTest } from 'ackademy/lab'
import { params } from './params.ts'

/** The learner's server on `server`; everybody else comes from three guests. */
export const test = labTest(async (lab) => {
  const running = lab.host('server').run('server.ts', { listens: params.port })
  const server = await expect(running, 'your server, listening').toHappen()
  const connect = (from: string, options: { receiveBuffer?: number; paused?: boolean } = {}) =>
    expect(lab.host(from).connect('server', params.port, options), 'the connection').toHappen()
  const login = async (from: string, name: string) => {
    const person = await connect(from)
    await expect(person.ask(`LOGIN ${name}\n`), `the answer to LOGIN ${name}`).toBe(`OK ${name}`)
    return person
  }
  return { server, connect, login }
})
