import { expect, labTest, type Remote } from 'ackademy/lab'
import type { Capture, Options, Report } from './contract.ts'

/** The learner's `sniff.ts` loaded on the first router, which all traffic between client and server passes. */
export const test = labTest(async (lab) => {
  const [client, server, router] = [lab.host('client'), lab.host('server'), lab.host('r1')]
  // Nobody listens there, but now everybody on the way knows his neighbors: no ARP in what is counted.
  await client.connect('server', 9).catch(() => {})
  lab.begin()
  const module = await router.load<typeof import('./contract.ts')>('sniff.ts')
  const sniff = (iface: string, options: Options) =>
    expect(module.sniff(iface, options), `sniff of ${iface}`).toHappen()
  /** Gives everything time to arrive. */
  const arrive = () => lab.clock.advance('100ms')
  return { client, server, router, sniff, process: module.process, arrive }
})

/** What a capture reports, once it is known to be a report. */
export async function reportOf(capture: Remote<Capture>): Promise<Report> {
  const report = await expect(capture.report(), 'a report').toHappen()
  expect(typeof report === 'object' && report !== null, 'report returns an object').toBe(true)
  return report
}

/** Each as `land from 10.0.2.10`; anything but a list as it is. */
export const anomaliesOf = ({ anomalies }: Report): unknown =>
  Array.isArray(anomalies) ? anomalies.map((one) => `${one?.kind} from ${one?.from}`) : anomalies

/** Each as `10.0.1.10: 53 bytes`; anything but a list as it is. */
export const talkersOf = ({ talkers }: Report): unknown =>
  Array.isArray(talkers) ? talkers.map((one) => `${one?.address}: ${one?.bytes} bytes`) : talkers
