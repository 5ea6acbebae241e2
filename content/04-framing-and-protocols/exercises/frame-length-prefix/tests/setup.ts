import { expect, labTest, type TcpPeer } from 'ackademy/lab'
import { params } from './params.ts'

/** Every test begins with the server listening and one client that is connected. */
export const test = labTest(async (lab) => {
  const server = await lab.host('server').run('server.ts', { listens: params.port })
  const connect = () => lab.host('client').connect('server', params.port)
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

/** The text of the next frame. */
export async function readFrame(peer: TcpPeer): Promise<string> {
  const field = await peer.bytes(params.width)
  const bytes = params.endian === 'BE' ? field : field.toReversed()
  const length = bytes.reduce((value, byte) => value * 256 + byte, 0) - COUNTED
  expect(length).toBeGreaterThanOrEqual(0)
  return length === 0 ? '' : new TextDecoder().decode(await peer.bytes(length))
}

/** The last frame, and then nothing but the end of the stream. */
export async function expectLast(peer: TcpPeer, text: string): Promise<void> {
  expect(await readFrame(peer)).toBe(text)
  await peer.expectEnd()
}
