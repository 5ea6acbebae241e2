import { expect, type Lab, labTest } from 'ackademy/lab'
import { params } from './params.ts'

const started = async (lab: Lab) => {
  const server = lab.host('server')
  const listener = await server.listen(params.port)
  const watch = await lab.host('client').run('watch.ts', { args: ['server', params.port] })
  return { server, peer: await expect(listener.accept(), 'your connection to the server').toHappen(), watch }
}

/** The learner's watch, and the test as the server that it asks. */
export const asking = labTest(started)

/** The first question has been answered. */
export const test = labTest(async (lab) => {
  const { server, peer, watch } = await started(lab)
  await expect(peer.line(), 'your first question').toBe('STATUS')
  await peer.send('fine\n')
  await expect(watch.line(), 'the line for the first answer').toBe('fine')
  return { server, peer, watch }
})

/** The kernel's first probe, nine more a second apart, and a second for the last. */
export const probed = params.probeMs + 10_000
