import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { lines, R1, R2, SERVER, test } from './setup.ts'

test('v1 two routers and the server, three answers each', async ({ trace, probes }) => {
  const { hops, end } = await trace('server', { intervalMs: params.intervalMs })
  expect((await probes.count()) > 0, 'a UDP probe left the client').toBe(true)
  const way = [R1, R2, SERVER].map((address) => `${address} ${address} ${address}`)
  expect(lines(hops), 'your hops').toEqual(way)
  expect(end, 'the end of a trace to the server').toBe('reached')
  const trips = ['10ms', '50ms', '60ms'] as const
  for (const [i, { answers }] of hops.entries())
    for (const answer of answers) expect(answer!.ms, `ms of an answer at hop ${i + 1}`).toBeAbout(trips[i]!)
})
