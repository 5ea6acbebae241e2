import { expect } from 'ackademy/lab'
import { BROKEN, RIGHT, SERVERS, TRIAL, test } from './setup.ts'

test('v1 one silent server among five', { waits: TRIAL }, async ({ suspects, trial }) => {
  const [silent, ...others] = await suspects([BROKEN.silent, RIGHT.plain, RIGHT.plain, RIGHT.plain, RIGHT.plain])
  const verdictOn = await trial()
  expect(verdictOn(silent!), 'the verdict on the silent server').toBe('broken')
  for (const host of others) expect(verdictOn(host), 'the verdict on a right server').toBe('right')
})

test('v2 five right servers', { waits: TRIAL }, async ({ suspects, trial }) => {
  await suspects(SERVERS.map(() => RIGHT.plain))
  const verdictOn = await trial()
  for (const host of SERVERS) expect(verdictOn(host), 'the verdict on a right server').toBe('right')
})
