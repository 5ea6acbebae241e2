import { labTest } from 'ackademy/lab'
import { params } from './params.ts'

const { group, port } = params
/** An address with the same last 23 bits, which are all that its Ethernet address has of it (RFC 1112, 6.4). */
export const sameMac = String(group).replace(/^239\.(\d+)/, (_, second: string) => `239.${Number(second) ^ 128}`)

/** The learner's `group.ts` loaded on the host that is on both networks; `say` sends as a source of the test's. */
export const test = labTest(async (lab) => {
  const sources = { sourceA: await lab.host('sourceA').udp(), sourceB: await lab.host('sourceB').udp() }
  return {
    member: lab.host('member'),
    listener: lab.host('listener'),
    groups: await lab.host('member').load<typeof import('./contract.ts')>('group.ts'),
    say: (source: keyof typeof sources, text: string, to = group) => sources[source].send(text, [to, port]),
    igmp: (iface: string) => lab.capture('igmp', { on: `member:${iface}` }),
  }
})
