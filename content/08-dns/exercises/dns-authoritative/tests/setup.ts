import { expect, labTest } from 'ackademy/lab'
import { type Message, parse, type QueryOptions, query, TYPES, type Type } from './dns.ts'
import { params } from './params.ts'

const SERVER: [string, number] = ['server', params.port]

/** Every test begins with the server listening and a client that can ask it. */
export const test = labTest(async (lab) => {
  const server = await lab.host('server').run('server.ts', { listens: { udp: params.port } })
  const peer = await lab.host('client').udp()
  const ask = (bytes: Uint8Array) => peer.send(bytes, SERVER)
  const reply = async () => readable((await peer.receive()).data)
  const dig = async (name: string, type: Type, options: QueryOptions = {}) => {
    await ask(query(name, type, options))
    return reply()
  }
  return { server, peer, ask, reply, dig }
})

function readable(bytes: Uint8Array): Message {
  try {
    return parse(bytes)
  } catch (error) {
    // What cannot be read is the server's doing, and not the test's.
    expect(`a message that cannot be read: ${(error as Error).message}`).toBe('a message')
    throw error
  }
}

/** The negative answer's authority section. */
export const SOA = {
  name: 'lab.test',
  type: TYPES.SOA,
  ttl: Math.min(params.ttl, params.negativeTtl),
  data: `ns1.lab.test admin.lab.test 2026010100 7200 900 1209600 ${params.negativeTtl}`,
}
