import { type Lab, labTest, type TcpPeer } from 'ackademy/lab'
import type { PoolOptions } from './contract.ts'
import { params } from './params.ts'

/** The test is the server: `accept` gives each connection that the pool opens. */
export const test = labTest(async (lab) => {
  const server = await lab.host('server').listen(params.port)
  const { Pool } = await lab.host('client').load<typeof import('./contract.ts')>('pool.ts')
  const options = { host: 'server', port: params.port, max: params.max }
  const pool = (more: Partial<PoolOptions> = {}) => Pool.create({ ...options, ...more })
  return { server, options, pool }
})

/** Packets that open a connection, and those with which the client ends one. */
export const opened = (lab: Lab) =>
  lab.capture(`tcp.dstport == ${params.port} && tcp.flags.syn == 1`, { on: 'client:eth0' })
export const ended = (lab: Lab) =>
  lab.capture(`tcp.dstport == ${params.port} && tcp.flags.fin == 1`, { on: 'client:eth0' })

/** Answers the next line on a connection with itself and `!`. */
export async function answer(peer: TcpPeer): Promise<void> {
  await peer.send(`${await peer.line()}!\n`)
}
