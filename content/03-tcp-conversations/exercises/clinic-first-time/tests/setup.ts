import { expect, type Lab, labTest } from 'ackademy/lab'
import { params } from './params.ts'

const listening = {
  about: 'your server, listening',
  say: `Your program was started, but did not listen on port ${params.port}.`,
}

const start = (lab: Lab, files: Record<string, string> = {}) =>
  expect(lab.host('server').run('server.ts', { listens: params.port, files }), listening).toHappen()
const connect = (lab: Lab) => expect(lab.host('client').connect('server', params.port), 'the connection').toHappen()

export const test = labTest(async (lab) => {
  await start(lab)
  return { client: await connect(lab), other: await connect(lab) }
})

/** Each command is a module: this is the one for ECHO. */
export const brokenTest = (echo: string) =>
  labTest(async (lab) => {
    await start(lab, { 'echo.ts': echo })
    return { client: await connect(lab) }
  })
