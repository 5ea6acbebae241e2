import { bytes, expect } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test('h3 two commands in one piece have two answers', async ({ client }) => {
  await client.send(`PUT ${params.item} ${params.amount}\nHAVE ${params.item}\n`)
  expect(await client.lines(2)).toEqual(['OK', String(params.amount)])
})

test('h4 a character may come in two pieces', async ({ client }) => {
  const command = bytes(`PUT €${params.item} 7\n`)
  await client.send([command.subarray(0, 5), command.subarray(5)]) // the euro sign is bytes 4 to 6
  expect(await client.line()).toBe('OK')
  expect(await client.ask(`HAVE €${params.item}\n`)).toBe('7')
})
