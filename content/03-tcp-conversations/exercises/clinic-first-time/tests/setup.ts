import { labTest } from 'ackademy/lab'
import { params } from './params.ts'

export const test = labTest(async (lab) => {
  await lab.host('server').run('server.ts', { listens: params.port })
  return {
    client: await lab.host('client').connect('server', params.port),
    other: await lab.host('client').connect('server', params.port),
  }
})

/** Each command is a module: this one throws, whatever it is asked. */
const broken = `export default () => {
  throw new Error('out of order')
}
`

export const brokenTest = labTest(async (lab) => {
  await lab.host('server').run('server.ts', { listens: params.port, files: { 'echo.ts': broken } })
  return { client: await lab.host('client').connect('server', params.port) }
})
