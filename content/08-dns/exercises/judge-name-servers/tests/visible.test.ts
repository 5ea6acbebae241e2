import { expect } from 'ackademy/lab'
import { BROKEN, RIGHT, SERVERS, TRIAL, test } from './setup.ts'

test('v1 one server without AA among five', { waits: TRIAL }, async ({ suspects, trial }) => {
  const [guilty, ...others] = await suspects([BROKEN.withoutAa, RIGHT.plain, RIGHT.plain, RIGHT.plain, RIGHT.plain])
  const verdictOn = await trial()
  expect(verdictOn(guilty!), 'the verdict on the server that leaves AA clear').toBe('broken')
  for (const host of others) expect(verdictOn(host), 'the verdict on a right server').toBe('right')
})

test('v2 five right servers', { waits: TRIAL }, async ({ suspects, trial }) => {
  await suspects(SERVERS.map(() => RIGHT.plain))
  const verdictOn = await trial()
  for (const host of SERVERS) expect(verdictOn(host), 'the verdict on a right server').toBe('right')
})
