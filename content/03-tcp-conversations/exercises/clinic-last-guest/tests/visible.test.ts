import { expect } from 'ackademy/lab'
import { test } from './setup.ts'

test('v1 a client that has left holds up nobody', async ({ lab, client, server }) => {
  expect(await client.ask('hello\n')).toBe('heard hello')
  await client.end()
  await client.expectEnd()
  await lab.settle()
  await server.kill('SIGTERM')
  expect((await server.exited({ within: '500ms' })).code, 'the exit code').toBe(0)
  expect((await server.output()).stdout, 'what the server printed').toBe('all connections closed\n')
})

test('v2 an idle client holds up nobody', async ({ lab, client, server }) => {
  await client.ask('hello\n')
  await server.kill('SIGTERM')
  const { took } = await lab.clock.time(() => client.expectEnd({ within: '1100ms' }))
  expect(took, "the time from the signal to the server's FIN").toBeWithin('30ms')
  await client.end()
  expect((await server.exited({ within: '500ms' })).code, 'the exit code').toBe(0)
})
