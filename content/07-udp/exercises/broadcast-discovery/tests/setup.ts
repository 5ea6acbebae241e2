import { type Datagram, expect, type Lab, labTest, type Process, type UdpPeer } from 'ackademy/lab'
import { params } from './params.ts'

export const { port: PORT, service: SERVICE, everyMs: EVERY_MS } = params
export const QUESTION = `WHO ${SERVICE}`
/** Broadcast addresses of the two networks. */
export const NET1: [string, number] = ['10.0.1.255', PORT]
export const NET2: [string, number] = ['10.0.2.127', PORT]

/** The learner's server on host `one`, and the test as a client that may broadcast. */
export const serverTest = labTest(async (lab) => ({
  server: await runServer(lab, 'one'),
  asker: await lab.host('client').udp(0, { broadcast: true }),
}))

/** The test as the servers on hosts `one`, `two` and `both`; `discover` runs the learner's client. */
export const clientTest = labTest(async (lab) => ({
  one: await lab.host('one').udp(PORT),
  two: await lab.host('two').udp(PORT),
  both: await lab.host('both').udp(PORT),
  discover: (): Promise<Process> => lab.host('client').run('discover.ts', { args: [SERVICE] }),
}))

export function runServer(lab: Lab, host: string): Promise<Process> {
  const listening = {
    about: `your server on host ${host}, listening`,
    say: `server.ts was started, but did not listen on UDP port ${PORT}.`,
  }
  const running = lab.host(host).run('server.ts', { args: [SERVICE], listens: { udp: PORT } })
  return expect(running, listening).toHappen()
}

/** An instance whose digits end with this number. */
export const instanceOf = (n: number): string => n.toString(16).padStart(16, '0')

export const answerOf = (n: number, service: string = SERVICE): string => `AM ${service} ${instanceOf(n)}`

/** The next question that reaches a server of the test's. */
export const question = (peer: UdpPeer, what = 'the question on this network'): Promise<Datagram> =>
  expect(peer.receive({ within: 2 * EVERY_MS }), what).toHappen()

/** Destinations of the packets that matched a filter on an interface. */
export async function destinations(lab: Lab, filter: string, on: string): Promise<string[]> {
  const packets = await lab.capture(filter, { on }).all()
  return [...new Set(packets.map(({ ip }) => ip!.dst))]
}

/** Everything that the client has printed, line by line. */
export async function printed(client: Process): Promise<string[]> {
  const { stdout } = await client.output()
  return stdout.split('\n').filter((line) => /^(found|gone) /.test(line))
}
