import { type Datagram, expect, labTest, toldApart, type UdpPeer } from 'ackademy/lab'
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
  lab.begin()
  const server = await lab.host('server').udp(PORT)
  return {
    client: await lab.host('client').load<typeof import('./contract.ts')>('rpc.ts'),
    server,
    request: (what = 'your request') => expect(server.receive(), what).toHappen(),
  }
})

/** The learner's server, and the test as its clients. */
export const serverTest = labTest(async (lab) => {
  const listening = {
    about: 'your server, listening',
    say: `server.ts was started, but did not listen on UDP port ${params.port}.`,
  }
  const running = lab.host('server').run('server.ts', { listens: { udp: params.port } })
  const server = await expect(running, listening).toHappen()
  return { server, peer: await lab.host('client').udp(), other: await lab.host('client').udp() }
})

export const idOf = ({ data }: { data: Uint8Array }): Uint8Array => data.subarray(0, ID_BYTES)
export const textOf = ({ data }: { data: Uint8Array }): string => new TextDecoder().decode(data.subarray(ID_BYTES))
export const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (n) => n.toString(16).padStart(2, '0')).join(' ')
export const datagram = (id: Uint8Array, text: string): Uint8Array =>
  Uint8Array.from([...id, ...new TextEncoder().encode(text)])

/** A reply to a request. */
export const reply = (request: Datagram, text: string): Uint8Array => datagram(idOf(request), text)

/** Outcome of a call: the text, or `an error with code ETIMEDOUT`. */
export const outcomeOf = (call: Promise<string>): Promise<string> =>
  call.then(
    (reply) => toldApart(reply, /^an error/),
    (error: Error & { code?: string }) => `an error with code ${error.code}`,
  )

/** An id that ends with this byte. */
export const idWith = (last: number): Uint8Array => Uint8Array.of(0, 0, 0, 0, 0, 0, 0, last)

/** Sends a request to the learner's server, and expects this reply to it. */
export async function expectReply(
  peer: UdpPeer,
  id: Uint8Array,
  text: string,
  expected: string,
  what = `the reply to ${text}`,
): Promise<void> {
  await peer.send(datagram(id, text), ['server', params.port])
  const got = await expect(peer.receive(), what).toHappen()
  expect(hexOf(idOf(got)), { about: `the id in ${what}`, datagram: got }).toBe(hexOf(id))
  expect(textOf(got), { about: what, datagram: got }).toBe(expected)
}
