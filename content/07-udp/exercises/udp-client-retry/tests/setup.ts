import { type Datagram, labTest, type UdpPeer } from 'ackademy/lab'
import { params } from './params.ts'

const ID_BYTES = 8
/** Where the test plays the server. */
export const PORT = 5001

/** The learner's client, and the test as its server. Nobody listens where this connects to, but now the hosts know each other by ARP. */
export const clientTest = labTest(async (lab) => {
  await lab
    .host('client')
    .connect('server', 9)
    .catch(() => {})
  return {
    client: await lab.host('client').load<typeof import('./contract.ts')>('rpc.ts'),
    server: await lab.host('server').udp(PORT),
  }
})

/** The learner's server, and the test as its clients. */
export const serverTest = labTest(async (lab) => {
  await lab.host('server').run('server.ts', { listens: { udp: params.port } })
  return { peer: await lab.host('client').udp(), other: await lab.host('client').udp() }
})

export const idOf = ({ data }: { data: Uint8Array }): Uint8Array => data.subarray(0, ID_BYTES)
export const textOf = ({ data }: { data: Uint8Array }): string => new TextDecoder().decode(data.subarray(ID_BYTES))
export const datagram = (id: Uint8Array, text: string): Uint8Array =>
  Uint8Array.from([...id, ...new TextEncoder().encode(text)])

/** A reply to a request. */
export const reply = (request: Datagram, text: string): Uint8Array => datagram(idOf(request), text)

/** Asks the learner's server once; ids are numbers here. */
export async function ask(peer: UdpPeer, id: number, text: string): Promise<string> {
  await peer.send(datagram(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, id), text), ['server', params.port])
  return textOf(await peer.receive())
}
