import { expect, labTest } from 'ackademy/lab'
import { params } from './params.ts'

const listening = {
  about: 'your server, listening',
  say: `Your program was started, but did not listen on port ${params.port}.`,
}

export const test = labTest(async (lab) => {
  await expect(lab.host('server').run('server.ts', { listens: params.port }), listening).toHappen()
  const connecting = lab.host('client').connect('server', params.port)
  return { client: await expect(connecting, 'the connection').toHappen() }
})

export const long = `${'x'.repeat(params.maxLine + 1)}\n`
