import { expect } from 'ackademy/lab'
import { test } from './setup.ts'

test('v1 a client that has left holds up nobody', async ({ lab, client, server }) => {
  await expect(client.ask('hello\n'), 'the answer to hello').toBe('heard hello')
  await client.end()
  await expect(client.expectEnd(), 'your FIN after the client’s').toHappen()
  await lab.settle()
  await server.kill('SIGTERM')
  const { code } = await expect(server.exited({ within: '500ms' }), 'your program’s end after SIGTERM').toHappen()
  expect(code, 'the exit status').toBe(0)
  expect((await server.output()).stdout, 'what your program printed').toBe('all connections closed\n')
})

test('v2 an idle client holds up nobody', async ({ lab, client, server }) => {
  await expect(client.ask('hello\n'), 'the answer to hello').toBe('heard hello')
  await server.kill('SIGTERM')
  const told = () => expect(client.expectEnd({ within: '1100ms' }), 'your FIN to an idle client').toHappen()
  const { took } = await lab.clock.time(told)
  expect(took, 'the time from SIGTERM to your FIN').toBeWithin('30ms')
  await client.end()
  const { code } = await expect(server.exited({ within: '500ms' }), 'your program’s end').toHappen()
  expect(code, 'the exit status').toBe(0)
})
