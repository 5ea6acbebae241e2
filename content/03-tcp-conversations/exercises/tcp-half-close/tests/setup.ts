import { labTest } from 'ackademy/lab'
import { params } from './params.ts'

/** The learner's server, and the test as its client. */
export const serverTest = labTest(async (lab) => ({
  server: await lab.host('server').run('server.ts', { listens: params.port }),
  client: await lab.host('client').connect('server', params.port),
}))

/** The learner's client with three numbers on its standard input, and the test as its server. */
export const clientTest = labTest(async (lab) => {
  const listener = await lab.host('server').listen(params.port)
  const program = await lab.host('client').run('client.ts', { args: ['server', params.port], stdin: '1\n2\n3\n' })
  return { program, server: await listener.accept() }
})

export const resultOf = (...numbers: number[]) =>
  params.operation === 'sum' ? numbers.reduce((a, b) => a + b, 0) : Math.max(...numbers)
