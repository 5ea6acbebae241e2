import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { expectRest, expectTaken, test } from './setup.ts'

test('v1 a client that connects is greeted', async ({ start, hello }) => {
  const program = await start()
  await expect(program.listening(params.port, { within: '100ms' }), 'your server, listening on a free port').toHappen()
  await hello()
})

test('v2 a taken port is not tried without a pause', async ({ lab, server, start }) => {
  await server.listen(params.port)
  const program = await start()
  await expectTaken(program)
  await expectRest(lab, program)
})
