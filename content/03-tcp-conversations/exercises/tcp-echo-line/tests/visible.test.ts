import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test('v1 answers three lines', async ({ client }) => {
  expect(await client.ask('PING\n')).toBe('PONG')
  expect(await client.ask('hello\n')).toBe(`${params.prefix}hello`)
  expect(await client.ask('PING PONG\n')).toBe(`${params.prefix}PING PONG`)
})

test('v2 says BYE, then FIN', async ({ client }) => {
  expect(await client.ask('QUIT\n')).toBe('BYE')
  await client.expectEnd()
})
