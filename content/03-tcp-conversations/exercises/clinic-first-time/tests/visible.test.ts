import { expect } from 'ackademy/lab'
import { test } from './setup.ts'

test('v1 two clients, two commands', async ({ client, other }) => {
  await expect(client.ask('ECHO hello\n'), 'the answer to ECHO').toBe('hello')
  await expect(other.ask('SUM 1 2 39\n'), 'the answer to SUM').toBe('42')
})

test('v2 a request for the name is answered and nobody is cut off', async ({ client, other }) => {
  await expect(client.ask('ECHO hello\n'), 'the answer to ECHO').toBe('hello')
  await expect(other.ask('NAME\n'), 'the answer to NAME').toBe('server')
  await expect(client.ask('ECHO still here\n'), 'the answer to another client after that').toBe('still here')
})
