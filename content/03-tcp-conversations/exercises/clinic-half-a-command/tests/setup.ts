import { labTest } from 'ackademy/lab'
import { params } from './params.ts'

export const test = labTest(async (lab) => {
  await lab.host('server').run('server.ts', { listens: params.port })
  const connect = () => lab.host('client').connect('server', params.port)
  return { connect, client: await connect() }
})
