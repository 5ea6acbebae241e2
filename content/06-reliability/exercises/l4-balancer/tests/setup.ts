import { expect, type Lab, labTest, type PeerOptions } from 'ackademy/lab'
import { params } from './params.ts'

export const HOSTS = ['b1', 'b2', 'b3'] as const
export type Name = (typeof HOSTS)[number]
/** In ms: more than it takes until a backend has a client's connection. */
export const SOON = 60

/** The test is the clients and the backends; the learner's program is between them. */
export const test = labTest(async (lab) => {
  const b1 = await lab.host('b1').listen(params.backendPort)
  const b2 = await lab.host('b2').listen(params.backendPort)
  const b3 = await lab.host('b3').listen(params.backendPort)
  const backends = { b1, b2, b3 }
  const running = lab.host('p').run('balancer.ts', { listens: params.port })
  const balancer = await expect(running, 'your balancer, listening').toHappen()
  const connect = (options: PeerOptions = {}) =>
    expect(lab.host('client').connect('p', params.port, options), 'the connection to your balancer').toHappen()
  const accept = (name: Name) => expect(backends[name].accept(), `a connection to ${name}`).toHappen()
  return {
    backends,
    balancer,
    connect,
    accept,
    /** A client, and its connection at the backend that must get it. */
    join: async (name: Name, options?: PeerOptions) => {
      const client = await connect(options)
      return { client, backend: await accept(name) }
    },
    /** Connections that each backend has got so far, once all that are on the way have arrived. */
    counts: async () => {
      await lab.clock.advance(SOON)
      const [one, two, three] = await Promise.all(HOSTS.map((name) => backends[name].count()))
      return `b1: ${one}, b2: ${two}, b3: ${three}`
    },
  }
})

/** Attempts to open a connection to a backend. */
export const attempts = (lab: Lab, name: Name) =>
  lab.capture(`tcp.flags.syn == 1 && tcp.flags.ack == 0 && ip.dst == ${ADDRESSES[name]}`)
const ADDRESSES = { b1: '10.0.11.10', b2: '10.0.12.10', b3: '10.0.13.10' }

/** Numbered lines: what is missing, late or doubled shows. */
export const linesOf = (count: number, word: string): string =>
  Array.from({ length: count }, (_, i) => `${word} ${i}\n`).join('')
