import { expect, type Lab, labTest, type TcpListener, type TcpPeer, toldApart } from 'ackademy/lab'
import type { CallerOptions } from './contract.ts'
import { params } from './params.ts'

/** On the topology `wire`, in ms: the time from a SYN to its refusal. */
export const ROUND_TRIP = 20
const SYN = `tcp.dstport == ${params.port} && tcp.flags.syn == 1`

/** The test is the server, and nobody listens at first: each try is refused until `lab.host('server').listen(params.port)`. */
export const test = labTest(async (lab) => {
  const { Caller } = await lab.host('client').load<typeof import('./contract.ts')>('caller.ts')
  const options = { host: 'server', port: params.port, baseMs: params.baseMs, openMs: params.openMs }
  const caller = (more: Partial<CallerOptions> = {}) => Caller.create({ ...options, ...more })
  const listen = () => lab.host('server').listen(params.port)
  // From here on the hosts know each other by ARP.
  const warmUp = lab.host('client').connect('server', 9)
  await warmUp.catch(() => {})
  return { caller, listen }
})
export type Caller = { ask(line: string, options?: { isIdempotent?: boolean }): Promise<string> }

/** SYNs of the client, one for each try: no test loses a packet. */
export const tries = (lab: Lab) => lab.capture(SYN, { on: 'client:eth0', as: 'another try' })

/** Outcome of a question within so long, or `still waiting`. */
export const outcomeWithin = (lab: Lab, asked: Promise<string>, ms: number): Promise<string> =>
  Promise.race([outcomeOf(asked), lab.clock.advance(ms).then(() => 'still waiting')])

/** Asks one question at each of several ports where nobody listens, and gives the pauses of each caller in ms. */
export async function pausesOf(lab: Lab, callers: readonly Caller[], firstPort: number): Promise<number[][]> {
  await Promise.all(callers.map((caller) => outcomeOf(caller.ask('tea'))))
  const syns = await lab.capture('tcp.flags.syn == 1', { on: 'client:eth0' }).all()
  return callers.map((_, i) => {
    const at = syns.filter(({ tcp }) => tcp!.dst === firstPort + i).map((packet) => packet.at)
    return at.slice(1).map((time, n) => time - at[n]! - ROUND_TRIP)
  })
}

/** Serves every connection: `drop` gets a RST, `mute` no answer, `say X` gets X, and everything else itself with `!`. */
export async function serve(listener: TcpListener): Promise<void> {
  for (;;) serveOne(await listener.accept({ within: '30s' })).catch(() => {})
}
async function serveOne(peer: TcpPeer): Promise<void> {
  const line = await peer.line()
  if (line === 'drop') await peer.reset()
  else if (line.startsWith('say ')) await peer.send(`${line.slice(4)}\n`)
  else if (line !== 'mute') await peer.send(`${line}!\n`)
}

/** What became of a question: its answer, or `OpenError`, or `an error`. */
export const outcomeOf = (asked: Promise<string>): Promise<string> =>
  asked.then(
    (answer) => toldApart(answer, /^(OpenError|an error|still waiting)$/),
    (error: Error) => (error.name === 'OpenError' ? 'OpenError' : 'an error'),
  )

/** Asks questions one after the other, each of which ends its try with a RST. */
export async function fail(caller: Caller, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await outcomeOf(caller.ask('drop'))
}

/** Asks as many as are answered. */
export async function succeed(caller: Caller, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await outcomeOf(caller.ask(`tea ${i}`))
}

/** Fails often enough to open the breaker. */
export async function open(caller: Caller): Promise<void> {
  await fail(caller, 20)
  await expect(outcomeOf(caller.ask('is it open?')), 'a question after 20 failed tries').toBe('OpenError')
}
