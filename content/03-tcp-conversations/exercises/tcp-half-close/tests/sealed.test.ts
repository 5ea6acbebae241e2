import { bytes, expect, seededValues, times } from 'ackademy/lab'
import { answer, resultOf, serverTest } from './setup.ts'

serverTest('h20 a thousand drawn numbers arrive in drawn pieces', async ({ client, lab }) => {
  const draw = seededValues(lab, 'numbers')
  const numbers = times(1_000, () => draw.integer(-999_999, 999_999))
  const stream = bytes(numbers.join('\n'), draw.integer(0, 1) === 0 ? '' : '\n')
  for (let from = 0, to = 0; from < stream.length; from = to) {
    to = from + draw.integer(1, 300)
    await client.send(stream.subarray(from, to))
  }
  await client.end()
  await expect(client.rest(), answer).toBe(`${resultOf(...numbers)}\n`)
})
