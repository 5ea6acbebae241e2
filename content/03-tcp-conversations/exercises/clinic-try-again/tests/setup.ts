import { labTest } from 'ackademy/lab'
import { params } from './params.ts'

export const test = labTest(async (lab) => {
  const [client, server] = [lab.host('client'), lab.host('server')]
  return {
    client,
    server,
    start: (address = server.address()) => server.run('server.ts', { args: [address] }),
    hello: async () => (await client.connect('server', params.port)).rest(),
  }
})
