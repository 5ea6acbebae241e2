import { expect, type Lab, labTest } from 'ackademy/lab'
import { params } from './params.ts'

export const test = labTest(async (lab) => {
  await lab.host('server').run('server.ts', { listens: params.port })
  const connect = (options: { receiveBuffer?: number; paused?: boolean } = {}) =>
    lab.host('client').connect('server', params.port, options)
  return { connect, client: await connect() }
})

/** What is over on the server, and rests for a while on the side that ended first. */
export async function expectOver(lab: Lab): Promise<void> {
  await lab.settle()
  const stateOn = async (host: string) =>
    (await lab.host(host).sockets()).find(({ remote }) => remote)?.state ?? 'CLOSED'
  expect(await stateOn('server'), 'the state of the connection on the server').toBe('CLOSED')
  expect(await stateOn('client'), 'the state of the connection on the client').toBe('TIME_WAIT')
}
