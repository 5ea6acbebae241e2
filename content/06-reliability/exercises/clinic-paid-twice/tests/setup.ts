import { expect, type Lab, LabError, labTest, toldApart } from 'ackademy/lab'
import { params } from './params.ts'

/** Longest time from one try to the next, and some room. */
export const NEXT_MS = params.answerMs + params.pauseMs + 100

/** The test is the service: `request` gives the next connection, and the key and amount on it. */
export const test = labTest(async (lab) => {
  const server = await lab.host('server').listen(params.port)
  const till = await startTill(lab)
  const request = async (what: string, within = NEXT_MS) => {
    const peer = await expect(server.accept({ within }), `the connection for ${what}`).toHappen()
    const line = await expect(peer.line(), what).toHappen()
    const [verb, key = '', cents, ...more] = line.split(' ')
    expect([verb, cents, ...more].join(' '), `${what} without its key`).toMatch(/^pay \d+$/)
    expect(key, `the key of ${what}`).toMatch(/^[\w-]{1,40}$/)
    return { peer, key, cents }
  }
  return { till, request }
})

/** A till in a process of its own. */
export async function startTill(lab: Lab) {
  const { Till } = await lab.host('client').load<typeof import('./contract.ts')>('till.ts')
  return Till.create('server', params.port)
}

/** Outcome of a sale: the answer, or `an error`. */
export const outcomeOf = (call: Promise<string>): Promise<string> =>
  call.then(
    (answer) => toldApart(answer, /^(an error|no result)/),
    (thrown) => (thrown instanceof LabError ? `no result (${thrown.code})` : 'an error'),
  )

/** Number of payments that the service books for these requests. */
export const bookings = (requests: { key: string }[]): number => new Set(requests.map(({ key }) => key)).size

/** SYNs from the client. */
export const opened = (lab: Lab) =>
  lab.capture(`tcp.dstport == ${params.port} && tcp.flags.syn == 1`, { on: 'client:eth0' })
