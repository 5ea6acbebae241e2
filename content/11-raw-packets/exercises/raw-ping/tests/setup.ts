import { labTest } from 'ackademy/lab'

/** The learner's `ping.ts` loaded on the client; the server is two routers away and answers by itself. */
export const test = labTest(async (lab) => {
  // Nobody listens there, but now everybody on the way knows his neighbours: ARP would add a round trip of each link to the first reply.
  await lab
    .host('client')
    .connect('server', 9)
    .catch(() => {})
  return {
    client: await lab.host('client').load<typeof import('./contract.ts')>('ping.ts'),
    server: lab.host('server'),
    link: lab.link('r1', 'r2'),
    requests: lab.capture('icmp.type == 8', { on: 'client:eth0' }),
  }
})
