import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { expectRest, test } from './setup.ts'

test('v1 a client that connects is greeted', async ({ start, hello }) => {
  const program = await start()
  await program.listening(params.port, { within: '100ms' })
  expect(await hello()).toBe('hello\n')
})

test('v2 a taken port is not tried without a pause', async ({ lab, server, start }) => {
  await server.listen(params.port)
  const program = await start()
  expect(await program.errorLine()).toBe('cannot listen: EADDRINUSE')
  await expectRest(lab, program)
})
