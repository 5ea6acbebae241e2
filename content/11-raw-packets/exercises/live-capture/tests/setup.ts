import { labTest } from 'ackademy/lab'

/** The learner's `sniff.ts` loaded on the first router, which all traffic between client and server passes. */
export const test = labTest(async (lab) => {
  const [client, server, router] = [lab.host('client'), lab.host('server'), lab.host('r1')]
  // Nobody listens there, but now everybody on the way knows his neighbors: no ARP in what is counted.
  await client.connect('server', 9).catch(() => {})
  const { sniff, process } = await router.load<typeof import('./contract.ts')>('sniff.ts')
  /** Frames that the router's first interface has seen since a packet of that number. */
  const seen = lab.capture('ip', { on: 'r1:eth0', since: 'now' })
  return { client, server, router, sniff, process, seen }
})
