import { expect, labTest, type Remote, toldApart } from 'ackademy/lab'
import type { Message, Receiver } from './contract.ts'
import { params } from './params.ts'

const { group, port } = params
/** Addresses of the host that the learner's program runs on. */
export const ETH0 = '10.0.1.20'
export const ETH1 = '10.0.2.20'
export const ANOTHER_GROUP = '239.77.7.7'
/** An address with the same last 23 bits, which are all that its Ethernet address has of it (RFC 1112, 6.4). */
export const sameMac = String(group).replace(/^239\.(\d+)/, (_, second: string) => `239.${Number(second) ^ 128}`)

/** The learner's `group.ts` loaded on the host that is on both networks; `say` sends as a source of the test's. */
export const test = labTest(async (lab) => {
  const sources = { sourceA: await lab.host('sourceA').udp(), sourceB: await lab.host('sourceB').udp() }
  const groups = await lab.host('member').load<typeof import('./contract.ts')>('group.ts')
  return {
    member: lab.host('member'),
    listener: lab.host('listener'),
    groups,
    join: (what: string, to = group, iface = ETH0) => expect(groups.join(to, port, iface), what).toHappen(),
    say: (source: keyof typeof sources, text: string, to = group) => sources[source].send(text, [to, port]),
    igmp: (iface: string) => lab.capture('igmp', { on: `member:${iface}` }),
    /** Gives everything time to arrive. */
    arrive: () => lab.clock.advance('50ms'),
  }
})

/** What a receiver says has arrived, each as `hello from 10.0.1.11`. */
export async function heardBy(receiver: Remote<Receiver>): Promise<unknown> {
  const messages: unknown = await receiver.received()
  if (!Array.isArray(messages)) return messages
  return (messages as (Message | null)[]).map((message) => `${message?.text} from ${message?.from}`)
}

/** Outcome of a call: `done`, or `RangeError`. */
export const outcomeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: Error) => toldApart(error.name, /^done$/),
  )
