import { expect, type Host, labTest } from 'ackademy/lab'
import { params } from './params.ts'

export const FILES = 64

/** The learner's server on `a`, with few files to open. */
export const test = labTest(async (lab) => {
  const running = lab.host('a').run('server.ts', { listens: params.port, limits: { files: FILES } })
  return { server: await expect(running, 'your server, listening').toHappen() }
})

/** No server yet. */
export const attackTest = labTest()

/** An honest client: the status line of the answer, or why there is none. */
export async function visit(from: Host, port: number): Promise<string> {
  try {
    const guest = await from.connect('a', port, { within: '1s' })
    await guest.send('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    return (await guest.line({ within: '1s' })).trim()
  } catch (error) {
    return String((error as { code?: string }).code)
  }
}
