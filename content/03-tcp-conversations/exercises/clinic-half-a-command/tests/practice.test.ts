import { bytes, expect } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test('h3 two commands in one piece get two answers', async ({ client }) => {
  await client.send(`PUT ${params.item} ${params.amount}\nHAVE ${params.item}\n`)
  expect(await client.lines(2)).toEqual(['OK', String(params.amount)])
})

test('h4 a character may arrive in two pieces', async ({ client }) => {
  const command = bytes(`PUT €${params.item} 7\n`)
  await client.send([command.subarray(0, 5), command.subarray(5)]) // the euro sign is bytes 4 to 6
  expect(await client.line()).toBe('OK')
  expect(await client.ask(`HAVE €${params.item}\n`)).toBe('7')
})

test('h5 two clients may be in the middle of a command at once', async ({ client, connect }) => {
  const other = await connect()
  await client.send(`PUT ${params.item} 1`)
  await other.send(`HAVE ${params.item}\n`)
  expect(await other.line()).toBe('0')
  await client.send('2\n')
  expect(await client.line()).toBe('OK')
})

test('h6 a command is answered as soon as it is complete', async ({ lab, client }) => {
  const { took } = await lab.clock.time(async () => {
    await client.send(`PUT ${params.item} 1\nHAVE`)
    expect(await client.line()).toBe('OK')
  })
  expect(took, 'the time until the whole command was answered').toBeWithin('25ms') // there and back, and nothing else
})

test('h7 a client that resets its connection harms nobody else', async ({ lab, client, connect }) => {
  await (await connect()).reset()
  await lab.settle()
  expect(await client.ask(`HAVE ${params.item}\n`)).toBe('0')
})
