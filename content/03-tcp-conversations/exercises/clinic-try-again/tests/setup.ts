import { expect, type Lab, labTest, type Process, workOf } from 'ackademy/lab'
import { params } from './params.ts'

export const test = labTest(async (lab) => {
  const [client, server] = [lab.host('client'), lab.host('server')]
  const connect = () => expect(client.connect('server', params.port), 'the connection').toHappen()
  return {
    client,
    server,
    start: (address = server.address()) => server.run('server.ts', { args: [address] }),
    hello: async () => expect((await connect()).rest(), 'what a client hears').toBe('hello\n'),
  }
})

/** The first line about a port that is taken. */
export const expectTaken = (program: Process) =>
  expect(program.errorLine(), 'the line about a taken port').toBe('cannot listen: EADDRINUSE')

/** Expects that it does almost nothing for a while. */
export async function expectRest(lab: Lab, program: Process): Promise<void> {
  const work = await workOf(program, () => lab.clock.advance('5ms'))
  expect(work, 'what your program does in the 5 ms after it').toCostAtMost({ systemCalls: 20 })
}

/** Expects that it reports this error once and ends with status 1. */
export async function expectGivenUp(program: Process, code: string): Promise<void> {
  await expect(program.errorLine(), 'the line about an error that stays').toBe(`cannot listen: ${code}`)
  const exit = await expect(program.exited({ within: '20ms' }), 'the end of your program').toHappen()
  const { stderr } = await program.output()
  const reports = { about: `the number of times that ${code} is reported`, unit: 'times' }
  expect(stderr.split(code).length - 1, reports).toBe(1)
  expect(exit.code, 'the exit status').toBe(1)
}
