import { type Lab, labTest } from 'ackademy/lab'
import { params } from './params.ts'

/** The learner's module on the client; on the server a listener that the test works by hand. */
export const test = labTest(async (lab) => {
  const [client, server] = [lab.host('client'), lab.host('server')]
  const { connect } = await client.load<typeof import('./contract.ts')>('caller.ts')
  const listener = await server.listen(params.port)
  return {
    listener,
    connect: (port = params.port) => connect('server', port),
    loseSyns: () => loseSyns(lab),
    /** Both ends of one connection. */
    pair: async () => {
      const caller = connect('server', params.port)
      return { peer: await listener.accept(), caller: await caller }
    },
  }
})

/** The learner's module called by a program that has an abort signal. */
export const abortTest = labTest(async (lab) => ({
  aborts: await lab.host('client').load<typeof import('./programs/aborts.ts')>('tests:aborts.ts'),
  listener: await lab.host('server').listen(params.port),
  loseSyns: () => loseSyns(lab),
}))

/** From now on nobody is there who would answer a connection request. */
const loseSyns = (lab: Lab) =>
  lab.link('client', 'server').rule({ filter: 'tcp.flags.syn == 1', action: 'drop', count: Number.POSITIVE_INFINITY })

/** A pause between bytes that the idle clock lets through. */
export const pause = 0.7 * params.idleMs

/** What the client's kernel sends when the connection is given up, */
export const gone = 'ip.src == 10.0.9.1 && (tcp.flags.fin == 1 || tcp.flags.reset == 1)'
/** and when something comes for a socket that is gone. */
export const reset = 'ip.src == 10.0.9.1 && tcp.flags.reset == 1'
