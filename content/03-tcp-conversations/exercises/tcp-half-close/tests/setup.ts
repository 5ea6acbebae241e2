import { expect, labTest } from 'ackademy/lab'
import { params } from './params.ts'

/** The world alone. */
export const test = labTest(async (lab) => ({ lab }))

/** The learner's server, and the test as its client. */
export const serverTest = labTest(async (lab) => {
  const running = lab.host('server').run('server.ts', { listens: params.port })
  const server = await expect(running, 'your server, listening').toHappen()
  const connect = () => expect(lab.host('client').connect('server', params.port), 'the connection').toHappen()
  return { server, connect, client: await connect() }
})

const clientWith = (stdin?: string, file = 'client.ts') =>
  labTest(async (lab) => {
    const listener = await lab.host('server').listen(params.port)
    const options = { args: ['server', params.port], ...(stdin !== undefined && { stdin }) }
    const program = await lab.host('client').run(file, options)
    return { program, server: await expect(listener.accept(), "your client's connection").toHappen() }
  })

/** The learner's client with three numbers on its standard input, and the test as its server. */
export const clientTest = clientWith('1\n2\n3\n')

/** The learner's client, without any input yet. */
export const idleClientTest = clientWith()

/** The same, with every byte of its standard output as two hexadecimal digits. */
export const hexClientTest = clientWith('1\n2\n3\n', 'tests:hex-output.ts')

export const resultOf = (...numbers: number[]) =>
  params.operation === 'sum' ? numbers.reduce((a, b) => a + b, 0) : Math.max(...numbers)

/** Labels that several tests share. */
export const ends = { about: 'the end of your client', say: 'Your client is still running.' }
export const status = 'the exit status of your client'
export const printed = 'what your client printed'
export const answer = "the answer after the client's FIN"
