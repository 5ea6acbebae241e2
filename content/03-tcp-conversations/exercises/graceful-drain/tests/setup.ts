import { expect, labTest } from 'ackademy/lab'
import { params } from './params.ts'

/** The learner's server, and clients of it. */
export const test = labTest(async (lab) => {
  const running = lab.host('server').run('server.ts', { listens: params.port })
  const server = await expect(running, 'your server, listening').toHappen()
  const connect = (options: { receiveBuffer?: number; paused?: boolean } = {}) =>
    expect(lab.host('client').connect('server', params.port, options), 'the connection').toHappen()
  return { server, connect }
})

export const goodbye = `${params.goodbye}\n`

/** More than any kernel's buffers take at once. */
export const MUCH = 6_000_000

/** Labels that several tests share. */
export const ends = { about: 'the end of your server', say: 'Your server is still running.' }
export const printed = 'what your server printed'
