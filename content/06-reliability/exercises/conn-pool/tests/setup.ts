import { expect, type Lab, labTest, type Packet, type TcpPeer } from 'ackademy/lab'
import type { PoolOptions } from './contract.ts'
import { params } from './params.ts'

/** The test is the server: `accept` gives each connection that the pool opens. */
export const test = labTest(async (lab) => {
  const server = await lab.host('server').listen(params.port)
  const { Pool } = await lab.host('client').load<typeof import('./contract.ts')>('pool.ts')
  const options = { host: 'server', port: params.port, max: params.max }
  const pool = (more: Partial<PoolOptions> = {}) => Pool.create({ ...options, ...more })
  const accept = (what: string) => expect(server.accept(), what).toHappen()
  return { server, options, pool, accept }
})

/** Packets that open a connection, and those with which the client ends one. */
export const opened = (lab: Lab) =>
  lab.capture(`tcp.dstport == ${params.port} && tcp.flags.syn == 1`, { on: 'client:eth0' })
const ended = (lab: Lab) =>
  lab.capture(`tcp.dstport == ${params.port} && (tcp.flags.fin == 1 || tcp.flags.reset == 1)`, { on: 'client:eth0' })

/** Answers the next line on a connection with itself and `!`. */
export async function answer(peer: TcpPeer): Promise<void> {
  await peer.send(`${await peer.line()}!\n`)
}

/** Answers every line of every connection, as long as the test runs. */
export async function answerAll(server: { accept(): Promise<TcpPeer> }): Promise<void> {
  const serve = async (peer: TcpPeer) => {
    for (;;) await answer(peer)
  }
  for (;;) serve(await server.accept()).catch(() => {})
}

/** Outcome of a call, in words: `a connection`, `TimeoutError`, `ECONNREFUSED`. */
export const outcomeOf = (promise: Promise<unknown>, error: 'name' | 'code' | 'any' = 'any'): Promise<string> =>
  promise.then(
    () => 'a connection',
    (thrown: Error & { code?: string }) =>
      error === 'any' ? 'an error' : `an error with ${error} ${error === 'name' ? thrown.name : thrown.code}`,
  )

/** The same, or `still waiting` after so long. */
export const outcomeWithin = (lab: Lab, promise: Promise<unknown>, ms: number): Promise<string> =>
  Promise.race([outcomeOf(promise), lab.clock.advance(ms).then(() => 'still waiting')])

/** A FIN or RST with which the pool closes the connection of that peer. */
export const closed = (lab: Lab, { remote }: TcpPeer) =>
  lab.capture(`tcp.srcport == ${remote.port} && (tcp.flags.fin == 1 || tcp.flags.reset == 1)`, {
    on: 'client:eth0',
    as: 'a FIN or RST from your pool',
  })

/** The first packet with which the pool closed each connection. */
export async function endsOf(lab: Lab): Promise<Packet[]> {
  const packets = await ended(lab).all()
  return packets.filter(({ tcp }, i) => packets.findIndex((other) => other.tcp!.src === tcp!.src) === i)
}
