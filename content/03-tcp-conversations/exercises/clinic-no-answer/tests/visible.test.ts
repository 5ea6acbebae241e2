import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { probed, test } from './setup.ts'

test('v1 the power fails between two questions', { waits: probed + 600 }, async ({ server, watch }) => {
  await server.powerOff()
  expect(await watch.line({ within: probed + 500 })).toBe('LOST')
})

test('v2 the power fails while a question is on its way', {
  waits: params.everyMs + params.patienceMs + 1_500,
}, async ({ server, peer, watch }) => {
  await peer.line({ within: params.everyMs + 500 })
  await server.powerOff()
  expect(await watch.line({ within: params.patienceMs + 500 })).toBe('LOST')
})
