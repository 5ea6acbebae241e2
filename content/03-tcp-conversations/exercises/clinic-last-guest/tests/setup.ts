import { labTest } from 'ackademy/lab'
import { params } from './params.ts'

export const test = labTest(async (lab) => ({
  server: await lab.host('server').run('server.ts', { listens: params.port }),
  client: await lab.host('client').connect('server', params.port),
}))
