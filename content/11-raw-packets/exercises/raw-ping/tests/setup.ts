import { expect, labTest, type Remote } from 'ackademy/lab'
import type { Options, Reply } from './contract.ts'

type Pinger = Remote<typeof import('./contract.ts')>
export const CLIENT = '10.0.1.10'

/** The learner's `ping.ts` loaded on the client; the server is two routers away and answers by itself. */
export const test = labTest(async (lab) => {
  const [client, server] = [lab.host('client'), lab.host('server')]
  // Nobody listens there, but now everybody on the way knows his neighbors: ARP would add a round trip of each link to the first reply.
  await client.connect('server', 9).catch(() => {})
  lab.begin()
  const load = () => client.load<typeof import('./contract.ts')>('ping.ts')
  const loaded = await load()
  return {
    client: loaded,
    /** The same program once more, in a process of its own. */
    load,
    ping: (host: string, options: Options) => {
      const pinging = pinged(loaded, host, options)
      // Where a test fails before it waits for this one, nobody else does.
      pinging.catch(() => {})
      return pinging
    },
    server,
    link: lab.link('r1', 'r2'),
    // What an error quotes is found by the filter as well.
    requests: lab.capture('icmp.type == 8 && !(icmp.type == 3 || icmp.type == 11)', { on: 'client:eth0' }),
  }
})

/** What a ping returns, once it is known to have that shape. */
export async function pinged(pinger: Pinger, host: string, options: Options) {
  const result = await expect(pinger.ping(host, options), `a ping of ${host}`).toHappen()
  const isShaped = Array.isArray(result?.replies) && typeof result.statistics === 'object' && result.statistics !== null
  expect(isShaped, 'ping returns replies and statistics').toBe(true)
  expect(result.replies.length, 'the number of entries in replies').toBe(options.count)
  return result
}

/** `replies`, or `an error with code EACCES`. */
export const outcomeOf = (pinging: Promise<unknown>): Promise<string> =>
  pinging.then(
    () => 'replies',
    (error: Error & { code?: string }) => `an error with code ${error.code}`,
  )

/** `reply, 0 duplicates` */
export const shown = ({ kind, duplicates }: Reply): string => `${kind}, ${duplicates} duplicates`
