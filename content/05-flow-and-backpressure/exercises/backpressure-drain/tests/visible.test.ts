import { expect } from 'ackademy/lab'
import { readRecord, test } from './setup.ts'

test('v1 the first records arrive', async ({ connect }) => {
  const client = await connect()
  for (const number of [0, 1, 2]) expect(readRecord(await client.line()).number).toBe(number)
})
