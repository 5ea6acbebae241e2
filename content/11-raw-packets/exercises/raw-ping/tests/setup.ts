import { labTest } from 'ackademy/lab'

/** The learner's `ping.ts` loaded on the client; the server is two routers away and answers by itself. */
export const test = labTest(async (lab) => {
  const [client, server] = [lab.host('client'), lab.host('server')]
  // Nobody listens there, but now everybody on the way knows his neighbors: ARP would add a round trip of each link to the first reply.
  await client.connect('server', 9).catch(() => {})
  const load = () => client.load<typeof import('./contract.ts')>('ping.ts')
  return {
    client: await load(),
    /** The same program once more, in a process of its own. */
    load,
    server,
    link: lab.link('r1', 'r2'),
    requests: lab.capture('icmp.type == 8', { on: 'client:eth0' }),
  }
})
