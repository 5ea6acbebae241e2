import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { expectRest, test } from './setup.ts'

test('h3 a port that becomes free is used', { waits: '70s' }, async ({ lab, server, start, hello }) => {
  const holder = await server.listen(params.port)
  const program = await start()
  await program.errorLine()
  await expectRest(lab, program)
  await lab.clock.advance(60.5 * params.pauseMs) // a minute and more, where the pause is a second
  await holder.close()
  await program.listening(params.port, { within: params.pauseMs + 100 })
  expect(await hello()).toBe('hello\n')
})

test('h4 an error that waiting cannot fix ends the program', async ({ start }) => {
  const program = await start('203.0.113.7')
  expect(await program.errorLine()).toBe('cannot listen: EADDRNOTAVAIL')
  expect(await program.exited({ within: '20ms' })).toMatchObject({ code: 1 })
})

test('h5 the full pause lies between two tries', { waits: '4s' }, async ({ lab, server, start }) => {
  await server.listen(params.port)
  const program = await start()
  await program.errorLine()
  const { took } = await lab.clock.time(() => program.errorLine({ within: 2 * params.pauseMs }))
  expect(took, 'the time from one try to the next').toBeAbout(params.pauseMs)
})

test('h6 text that is no address ends the program too', async ({ start }) => {
  const program = await start('10.0.9.999')
  expect(await program.errorLine()).toBe('cannot listen: ENOTFOUND')
  expect(await program.exited({ within: '20ms' })).toMatchObject({ code: 1 })
})
