import { expect, type Lab, labTest } from 'ackademy/lab'
import { params } from './params.ts'

const listening = {
  about: 'your server, listening',
  say: `Your program was started, but did not listen on port ${params.port}.`,
}

export const test = labTest(async (lab) => {
  await expect(lab.host('server').run('server.ts', { listens: params.port }), listening).toHappen()
  const connect = (options: { receiveBuffer?: number; paused?: boolean } = {}) =>
    expect(lab.host('client').connect('server', params.port, options), 'the connection').toHappen()
  return { connect, client: await connect() }
})

/** Expects that the connection is closed on the server, and in TIME_WAIT on the side that closed first. */
export async function expectOver(lab: Lab): Promise<void> {
  await lab.settle()
  const stateOn = async (host: string) =>
    (await lab.host(host).sockets()).find(({ remote }) => remote)?.state ?? 'CLOSED'
  expect(await stateOn('server'), 'the state of the connection on the server').toBe('CLOSED')
  expect(await stateOn('client'), 'the state of the connection on the client').toBe('TIME_WAIT')
}
