import { labTest } from 'ackademy/lab'
import { params } from './params.ts'

/** The learner's watch, and the test as the server that it asks: the first question has been answered. */
export const test = labTest(async (lab) => {
  const server = lab.host('server')
  const listener = await server.listen(params.port)
  const watch = await lab.host('client').run('watch.ts', { args: ['server', params.port] })
  const peer = await listener.accept()
  await peer.line()
  await peer.send('fine\n')
  await watch.line()
  return { server, peer, watch }
})

/** The kernel's first probe, nine more a second apart, and a second for the last. */
export const probed = params.probeMs + 10_000
