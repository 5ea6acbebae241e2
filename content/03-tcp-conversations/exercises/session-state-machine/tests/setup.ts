import { expect, labTest } from 'ackademy/lab'
import { params } from './params.ts'

/** The learner's server on `server`; everybody else comes from three guests. */
export const test = labTest(async (lab) => {
  const server = await lab.host('server').run('server.ts', { listens: params.port })
  const connect = (from: string, options: { receiveBuffer?: number; paused?: boolean } = {}) =>
    lab.host(from).connect('server', params.port, options)
  const login = async (from: string, name: string) => {
    const person = await connect(from)
    expect(await person.ask(`LOGIN ${name}\n`)).toBe(`OK ${name}`)
    return person
  }
  return { server, connect, login }
})
