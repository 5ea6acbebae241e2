import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test('v1 each command gets an answer', async ({ client }) => {
  await expect(client.ask(`PUT ${params.item} ${params.amount}\n`), 'the answer to PUT').toBe('OK')
  await expect(client.ask(`HAVE ${params.item}\n`), 'the answer to HAVE').toBe(String(params.amount))
  await expect(client.ask('GIVE\n'), 'the answer to GIVE').toBe('ERR what?')
})

test('v2 a command in two pieces gets one answer', async ({ lab, client }) => {
  await client.send(`PUT ${params.item} 1`)
  await lab.settle()
  const early = await lab.capture(`tcp.srcport == ${params.port} && tcp.len > 0`).count()
  expect(early, 'the number of answers that were sent before the command was complete').toBe(0)
  await client.send(`${params.amount}\n`)
  await expect(client.line(), 'the answer to a PUT in two pieces').toBe('OK')
  await expect(client.ask(`HAVE ${params.item}\n`), 'the next line, after HAVE was sent').toBe(`1${params.amount}`)
})
