import { type Datagram, expect, labTest } from 'ackademy/lab'
import { params } from './params.ts'

export const SERVER = '10.0.9.2'
/** What the program prints for `web.test` with the right answer of these tests. */
export const LINE = 'web.test 192.0.2.1\n'

/** The test as the server, behind the learner's program, which asks for names. */
export const test = labTest(async (lab) => {
  const server = await lab.host('server').udp(params.port)
  const query = (about: string) => expect(server.receive({ within: '3s' }), about).toHappen()
  const ask = (...names: string[]) => lab.host('client').run('client.ts', { args: names })
  const printed = async (program: Awaited<ReturnType<typeof ask>>) => {
    await expect(program.exited({ within: '9s' }), 'the end of your program').toHappen()
    return (await program.output()).stdout
  }
  return { server, ask, query, printed }
})

/** The response to a query with the address 192.0.2.N, after changes. */
export function answer({ data }: Datagram, n: number, change: (response: Uint8Array) => void = () => {}): Uint8Array {
  const response = new Uint8Array([...data, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, n])
  response.set([0x81, 0x80], 2)
  response[7] = 1
  change(response)
  return response
}

export const sender = ({ from }: Datagram): [string, number] => [from.address, from.port]
