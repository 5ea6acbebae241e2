import { expect } from 'ackademy/lab'
import { FITS, LONGEST, NARROW, outcomeOf, PORT, SERVER, test } from './setup.ts'

test('v1 a path as wide as the first link', { waits: LONGEST }, async ({ probe, respond }) => {
  await respond()
  await expect(outcomeOf(probe.largestPayload(SERVER, PORT)), 'the largest payload of a path for 1,500 bytes').toBe(
    1472,
  )
})

test('v2 a narrow link behind a router', { waits: LONGEST, topology: NARROW }, async ({ probe, respond }) => {
  await respond()
  await expect(outcomeOf(probe.largestPayload(SERVER, PORT)), 'the largest payload of the narrow path').toBe(FITS)
})
