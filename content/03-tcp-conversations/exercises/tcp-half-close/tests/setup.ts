import { labTest } from 'ackademy/lab'
import { params } from './params.ts'

/** The world alone. */
export const test = labTest(async (lab) => ({ lab }))

/** The learner's server, and the test as its client. */
export const serverTest = labTest(async (lab) => {
  const server = await lab.host('server').run('server.ts', { listens: params.port })
  const connect = () => lab.host('client').connect('server', params.port)
  return { server, connect, client: await connect() }
})

const clientWith = (stdin?: string) =>
  labTest(async (lab) => {
    const listener = await lab.host('server').listen(params.port)
    const options = { args: ['server', params.port], ...(stdin !== undefined && { stdin }) }
    const program = await lab.host('client').run('client.ts', options)
    return { program, server: await listener.accept() }
  })

/** The learner's client with three numbers on its standard input, and the test as its server. */
export const clientTest = clientWith('1\n2\n3\n')

/** The learner's client, which has been told nothing yet. */
export const idleClientTest = clientWith()

export const resultOf = (...numbers: number[]) =>
  params.operation === 'sum' ? numbers.reduce((a, b) => a + b, 0) : Math.max(...numbers)
