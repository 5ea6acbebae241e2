import { labTest } from 'ackademy/lab'
import { params } from './params.ts'

/** The learner's module on the client; on the server a listener that the test works by hand. */
export const test = labTest(async (lab) => {
  const client = await lab.host('client').load<typeof import('./contract.ts')>('client.ts')
  const listener = await lab.host('server').listen(params.port)
  return {
    client,
    listener,
    ask: (...questions: string[]) => client.ask('server', params.port, questions),
    /** Takes the connection, and says hello where the variant has it. */
    accept: async () => {
      const server = await listener.accept({ within: '4s' })
      if (params.greeting) await server.send(reply(params.greeting))
      return server
    },
    /** A real kernel does not say which sockets a process holds: there it is always none. */
    socketsHeld: async () => (await client.process.handles()).sockets.filter(({ proto }) => proto === 'tcp').length,
  }
})

/** Texts as the server sends them. */
export const reply = (...texts: string[]) => texts.map((text) => text + params.end).join('')
