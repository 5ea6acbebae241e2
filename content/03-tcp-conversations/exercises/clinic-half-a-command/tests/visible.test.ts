import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test('v1 each command gets an answer', async ({ client }) => {
  await expect(client.ask(`PUT ${params.item} ${params.amount}\n`), 'the answer to PUT').toBe('OK')
  await expect(client.ask(`HAVE ${params.item}\n`), 'the answer to HAVE').toBe(String(params.amount))
  await expect(client.ask('GIVE\n'), 'the answer to GIVE').toBe('ERR what?')
})

test('v2 a command in two pieces gets one answer', async ({ client }) => {
  await client.send([`PUT ${params.item} 1`, `${params.amount}\n`])
  await expect(client.line(), 'the answer to a PUT in two pieces').toBe('OK')
  await expect(client.ask(`HAVE ${params.item}\n`), 'the answer to HAVE after it').toBe(`1${params.amount}`)
})
