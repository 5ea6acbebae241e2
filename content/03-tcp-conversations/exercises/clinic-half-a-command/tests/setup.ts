import { labTest } from 'ackademy/lab'
import { params } from './params.ts'

export const test = labTest(async (lab) => {
  await lab.host('server').run('server.ts', { listens: params.port })
  return { client: await lab.host('client').connect('server', params.port) }
})
