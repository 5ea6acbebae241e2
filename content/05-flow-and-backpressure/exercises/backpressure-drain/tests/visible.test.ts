import { expect } from 'ackademy/lab'
import { readRecord, test } from './setup.ts'

test('v1 the first records arrive', async ({ connect }) => {
  const client = await connect()
  for (const number of [0, 1, 2]) {
    const line = await expect(client.line(), `record ${number}`).toHappen()
    expect(readRecord(line).number, `the number of record ${number}`).toBe(number)
  }
})
