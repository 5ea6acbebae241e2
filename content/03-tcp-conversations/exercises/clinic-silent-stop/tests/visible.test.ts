import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { long, test } from './setup.ts'

test('v1 small records are counted', async ({ client }) => {
  await client.send(`one\ntwo\n${'x'.repeat(params.maxLine)}\nfour\n`)
  await client.end()
  await expect(client.rest(), 'the answer to four records, one of the longest').toBe('OK 4\n')
})

test('v2 a record that is too long is an error that names it', async ({ client }) => {
  await client.send(`one\ntwo\nthree\n${long}five\n`)
  await client.end()
  await expect(client.rest(), 'the answer when record 4 of five is too long').toBe('ERR record 4 is too long\n')
})
