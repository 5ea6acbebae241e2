import { expect, type Lab, labTest, type Process } from 'ackademy/lab'
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

/** That it does next to nothing for a while. */
export async function expectRest(lab: Lab, program: Process): Promise<void> {
  await program.counters({ reset: true })
  await lab.clock.advance('5ms')
  expect(await program.counters()).toCostAtMost({ systemCalls: 20 })
}
