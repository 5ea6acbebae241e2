import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test('v1 each command gets an answer', async ({ client }) => {
  expect(await client.ask(`PUT ${params.item} ${params.amount}\n`)).toBe('OK')
  expect(await client.ask(`HAVE ${params.item}\n`)).toBe(String(params.amount))
  expect(await client.ask('GIVE\n')).toBe('ERR what?')
})

test('v2 a command in two pieces gets one answer', async ({ client }) => {
  await client.send([`PUT ${params.item} 1`, `${params.amount}\n`])
  expect(await client.line()).toBe('OK')
  expect(await client.ask(`HAVE ${params.item}\n`)).toBe(`1${params.amount}`)
})
