import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { expectGivenUp, expectRest, expectTaken, test } from './setup.ts'

test('h3 a port that becomes free is used', { waits: '70s' }, async ({ lab, server, start, hello }) => {
  const holder = await server.listen(params.port)
  const program = await start()
  await expectTaken(program)
  await expectRest(lab, program)
  await lab.clock.advance(50.5 * params.pauseMs)
  await holder.close()
  const listening = program.listening(params.port, { within: params.pauseMs + 100 })
  await expect(listening, 'your server, listening on a port that became free').toHappen()
  await hello()
})

test('h4 an error that waiting cannot fix ends the program', async ({ start }) => {
  await expectGivenUp(await start('203.0.113.7'), 'EADDRNOTAVAIL')
})

test('h5 the full pause lies between two tries', { waits: '4s' }, async ({ lab, server, start, hello }) => {
  const holder = await server.listen(params.port)
  const program = await start()
  await expectTaken(program)
  await holder.close()
  const listening = () => program.listening(params.port, { within: 2 * params.pauseMs })
  const { took } = await lab.clock.time(() => expect(listening(), 'your server’s second try').toHappen())
  expect(took, 'the time from one try to the next').toBeAbout(params.pauseMs)
  await lab.clock.advance(1.5 * params.pauseMs)
  await expect(program.expectAlive(), 'your server, still running after the time for another try').toHappen()
  await hello()
})

test('h6 text that is no address ends the program too', async ({ start }) => {
  await expectGivenUp(await start('10.0.9.999'), 'ENOTFOUND')
})
