import { expect, labTest } from 'ackademy/lab'
import { params } from './params.ts'

/** Every test begins with the server listening and one client that has read the banner. */
export const test = labTest(async (lab) => {
  const running = lab.host('server').run('server.ts', { listens: params.port })
  const listening = {
    about: 'your server, listening',
    say: `Your program was started, but did not listen on port ${params.port}.`,
  }
  const server = await expect(running, listening).toHappen()
  const connect = async (options: { receiveBuffer?: number } = {}) => {
    const connecting = lab.host('client').connect('server', params.port, options)
    const client = await expect(connecting, 'the connection').toHappen()
    if (params.banner) await expect(client.line(), 'the banner').toBe(params.banner)
    return client
  }
  return { server, connect, client: await connect() }
})
