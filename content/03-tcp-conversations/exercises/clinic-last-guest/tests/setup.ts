import { expect, labTest } from 'ackademy/lab'
import { params } from './params.ts'

const listening = {
  about: 'your server, listening',
  say: `Your program was started, but did not listen on port ${params.port}.`,
}

export const test = labTest(async (lab) => {
  const running = lab.host('server').run('server.ts', { listens: params.port })
  const server = await expect(running, listening).toHappen()
  const connecting = lab.host('client').connect('server', params.port)
  return { server, client: await expect(connecting, 'the connection').toHappen() }
})
