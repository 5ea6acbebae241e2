import { expect, labTest } from 'ackademy/lab'
import { params } from './params.ts'

/** Every test begins with the server listening and one client that has read the banner. */
export const test = labTest(async (lab) => {
  const server = await lab.host('server').run('server.ts', { listens: params.port })
  const connect = async (options: { receiveBuffer?: number } = {}) => {
    const client = await lab.host('client').connect('server', params.port, options)
    if (params.banner) expect(await client.line()).toBe(params.banner)
    return client
  }
  return { server, connect, client: await connect() }
})
