import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test('v1 answers three lines', async ({ client }) => {
  await expect(client.ask('PING\n'), 'the answer to PING').toBe('PONG')
  await expect(client.ask('hello\n'), 'the answer to hello').toBe(`${params.prefix}hello`)
  await expect(client.ask('PING PONG\n'), 'the answer to PING PONG').toBe(`${params.prefix}PING PONG`)
})

test('v2 says BYE, then FIN', async ({ client }) => {
  await expect(client.ask('QUIT\n'), 'the answer to QUIT').toBe('BYE')
  await expect(client.expectEnd(), 'your FIN after BYE').toHappen()
})
