import { labTest } from 'ackademy/lab'
import { params } from './params.ts'

/** The learner's server, and clients of it. */
export const test = labTest(async (lab) => {
  const server = await lab.host('server').run('server.ts', { listens: params.port })
  const connect = (options: { receiveBuffer?: number; paused?: boolean } = {}) =>
    lab.host('client').connect('server', params.port, options)
  return { server, connect }
})

export const goodbye = `${params.goodbye}\n`

/** As much as no kernel takes at once. */
export const MUCH = 6_000_000
