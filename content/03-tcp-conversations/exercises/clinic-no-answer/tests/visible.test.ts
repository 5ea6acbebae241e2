import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { probed, test } from './setup.ts'

test('v1 the power fails between two questions', { waits: probed + 600 }, async ({ server, watch }) => {
  await server.powerOff()
  const printed = watch.line({ within: probed + 500 })
  await expect(printed, 'LOST after the power failed between two questions').toBe('LOST')
})

test('v2 the power fails while a question is on its way', {
  waits: params.everyMs + params.patienceMs + 1_500,
}, async ({ server, peer, watch }) => {
  await expect(peer.line({ within: params.everyMs + 500 }), 'your next question').toBe('STATUS')
  await server.powerOff()
  const printed = watch.line({ within: params.patienceMs + 500 })
  await expect(printed, 'LOST for a question without an answer').toBe('LOST')
})
