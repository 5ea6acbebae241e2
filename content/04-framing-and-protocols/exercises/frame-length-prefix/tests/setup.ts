import { expect, labTest, type TcpPeer } from 'ackademy/lab'
import { params } from './params.ts'

/** Every test begins with the server listening and one client that is connected. */
export const test = labTest(async (lab) => {
  const running = lab.host('server').run('server.ts', { listens: params.port })
  const listening = {
    about: 'your server, listening',
    say: `Your program was started, but did not listen on port ${params.port}.`,
  }
  const server = await expect(running, listening).toHappen()
  const connect = () => expect(lab.host('client').connect('server', params.port), 'the connection').toHappen()
  return { server, connect, client: await connect() }
})

const COUNTED = params.includesHeader ? params.width : 0

/** A length field that announces so many bytes of message. */
export function header(length: number): Uint8Array {
  const bytes = Array.from({ length: params.width }, (_, i) => Math.floor((length + COUNTED) / 256 ** i) % 256)
  return Uint8Array.from(params.endian === 'BE' ? bytes.reverse() : bytes)
}

export function frame(text: string): Uint8Array {
  const payload = new TextEncoder().encode(text)
  return Uint8Array.from([...header(payload.length), ...payload])
}

/** The next frame has this text. `about` names it. */
export async function expectFrame(peer: TcpPeer, text: string, about: string): Promise<void> {
  await expect(readText(peer, new TextEncoder().encode(text).length, about), about).toBe(text)
}

/** The text of the next frame; if its length is wrong, the failure names the length. */
async function readText(peer: TcpPeer, wanted: number, about: string): Promise<string> {
  const field = await peer.bytes(params.width)
  const bytes = params.endian === 'BE' ? field : field.toReversed()
  const length = bytes.reduce((value, byte) => value * 256 + byte, 0) - COUNTED
  const announced = { about: `the message length that ${about} announces`, unit: 'bytes' }
  if (length < 0 || length > 4 * params.maxFrame) expect(length, announced).toBe(wanted)
  try {
    return length === 0 ? '' : new TextDecoder().decode(await peer.bytes(length))
  } catch (error) {
    expect(length, announced).toBe(wanted)
    throw error
  }
}

/** The last frame, and then nothing but the end of the stream. */
export async function expectLast(peer: TcpPeer, text: string, about: string): Promise<void> {
  await expectFrame(peer, text, about)
  await expect(peer.expectEnd(), `your FIN after ${about}`).toHappen()
}
