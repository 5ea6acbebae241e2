import { bytes, expect, labTest, type TcpPeer, u16 } from 'ackademy/lab'
import { params } from './params.ts'

/** A TXT query: header, question, nothing else. */
export function query(id: number, name: string): Uint8Array {
  const labels = name.split('.').flatMap((label) => [label.length, ...bytes(label)])
  return Uint8Array.from([...u16(id), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, 0, 16, 0, 1])
}

/** Messages of a stream, each behind its length. */
export const framed = (...messages: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(messages.flatMap((message) => [...u16(message.length), ...message]))

/** The learner's server, and the test as its clients. */
export const test = labTest(async (lab) => {
  const running = lab.host('server').run('server.ts', { listens: params.port })
  await expect(running, {
    about: 'your server, listening',
    say: `server.ts did not listen on TCP port ${params.port}.`,
  }).toHappen()
  return {
    connect: () =>
      expect(lab.host('client').connect('server', params.port), 'the TCP connection to your server').toHappen(),
    /** Sends pieces so far apart that each is a segment of its own. */
    sendApart: async (peer: TcpPeer, pieces: readonly Uint8Array[]) => {
      for (const piece of pieces) {
        await peer.send(piece)
        await lab.clock.advance('30ms')
      }
    },
  }
})

/** The next reply of a connection, as `id 7, 11 records`. */
export async function replyOf(peer: TcpPeer, what: string): Promise<string> {
  const [high = 0, low = 0] = await expect(peer.bytes(2), `the length of ${what}`).toHappen()
  const message = await expect(peer.bytes(high * 256 + low), `${what}, as long as its length says`).toHappen()
  return told(message)
}

/** What matters of a reply. */
export function told(message: Uint8Array): string {
  const number = (at: number) => (message[at] ?? 0) * 256 + (message[at + 1] ?? 0)
  const cut = (number(2) & 0x0200) === 0 ? '' : ', cut'
  return message.length < 12 ? `${message.length} bytes` : `id ${number(0)}, ${number(6)} records${cut}`
}
