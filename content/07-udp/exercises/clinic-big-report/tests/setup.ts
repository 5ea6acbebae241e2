import { labTest, times, type UdpPeer } from 'ackademy/lab'
import { params } from './params.ts'

export const SERVER = '10.0.2.10'
const EMPTY = '(an empty line)'
export const PORT = params.port

/** The learner's function on host `client`, and the test as the server, behind a firewall that drops every fragment. */
export const test = labTest(async (lab) => {
  const server = await lab.host('server').udp(PORT)
  await lab.link('r2', 'server').drop('ip.flags.mf == 1 || ip.frag_offset > 0', { count: Infinity })
  return {
    server,
    reporter: await lab.host('client').load<typeof import('./contract.ts')>('report.ts'),
    /** Gives everything time to arrive. */
    arrive: () => lab.clock.advance('150ms'),
  }
})

export type Counters = [name: string, value: number][]

export const counters = (count: number, prefix = 'harbor.crane'): Counters =>
  times(count, (n): [string, number] => [`${prefix}${n}.lifts`, n])

export const lineOf = ([name, value]: [string, number]): string => `${name}:${value}|c`

/** Lines in one order, empty ones last: a line that was cut says more than an empty one. */
export const inOrder = (lines: string[]): string[] =>
  lines.toSorted((a, b) => Number(a === EMPTY) - Number(b === EMPTY) || (a < b ? -1 : Number(a > b)))

/** All lines that have arrived; empty ones as `(an empty line)`. */
export async function linesAt(server: UdpPeer): Promise<string[]> {
  const datagrams = await server.received()
  return datagrams.flatMap(({ text }) => text.split('\n').map((line) => line || EMPTY))
}
