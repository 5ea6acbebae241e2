import { expect } from 'ackademy/lab'
import { test } from './setup.ts'

test('v1 two clients, two commands', async ({ client, other }) => {
  expect(await client.ask('ECHO hello\n')).toBe('hello')
  expect(await other.ask('SUM 1 2 39\n')).toBe('42')
})

test('v2 a request for the name is answered and nobody is cut off', async ({ client, other }) => {
  await client.ask('ECHO hello\n')
  expect(await other.ask('NAME\n')).toBe('server')
  expect(await client.ask('ECHO still here\n')).toBe('still here')
})
