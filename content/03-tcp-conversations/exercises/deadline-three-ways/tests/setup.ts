import { expect, type Lab, labTest, type TcpPeer } from 'ackademy/lab'
import { params } from './params.ts'

/** The learner's module on the client; on the server a listener that the test works by hand. */
export const test = labTest(async (lab) => {
  const [client, server] = [lab.host('client'), lab.host('server')]
  const module = await client.load<typeof import('./contract.ts')>('caller.ts')
  const listener = await server.listen(params.port)
  const connect = (port = params.port) => module.connect('server', port)
  return {
    listener,
    connect,
    loseSyns: () => loseSyns(lab),
    /** Both ends of one connection. */
    pair: async () => {
      const caller = connect()
      const peer = await expect(listener.accept(), 'your connection').toHappen()
      return { peer, caller: await expect(caller, 'the Caller that connect() gives').toHappen() }
    },
    /** A real kernel doesn't see timers: there the number is always 0. */
    timersOf: async () => {
      await lab.settle()
      return (await module.process.handles()).timers
    },
  }
})

/** The learner's module called by a program that has an abort signal. */
export const abortTest = labTest(async (lab) => {
  const aborts = await lab.host('client').load<typeof import('./programs/aborts.ts')>('tests:aborts.ts')
  const listener = await lab.host('server').listen(params.port)
  return {
    aborts,
    loseSyns: () => loseSyns(lab),
    accept: () => expect(listener.accept(), 'your connection').toHappen(),
  }
})

/** The next line that the learner sends. */
export const question = (peer: TcpPeer): Promise<string> => expect(peer.line(), 'your question').toHappen()

/** Outcome of a call, in words. */
export const outcomeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    (value) => (typeof value === 'string' ? `the answer ${value}` : 'a connection'),
    (error: Error & { timeout?: unknown; phase?: unknown }) =>
      error.timeout === true ? `a timeout in phase ${error.phase}` : 'an error that is no timeout',
  )

/** From now on no connection request is answered. */
const loseSyns = (lab: Lab) =>
  lab.link('client', 'server').rule({ filter: 'tcp.flags.syn == 1', action: 'drop', count: Number.POSITIVE_INFINITY })

/** A pause between bytes that the idle clock lets through. */
export const pause = 0.7 * params.idleMs

/** What the client's kernel sends when the connection is given up, */
export const gone = 'ip.src == 10.0.9.1 && (tcp.flags.fin == 1 || tcp.flags.reset == 1)'
/** and when something comes for a socket that is gone. */
export const reset = 'ip.src == 10.0.9.1 && tcp.flags.reset == 1'
