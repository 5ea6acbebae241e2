import { expect } from 'ackademy/lab'
import { asked, reply, textsOf } from './dns.ts'
import { clientTest, FEW, MANY, serverTest, shown } from './setup.ts'

serverTest('v1 a short answer over UDP is whole', async ({ ask }) => {
  const { seen, datagram } = await ask(FEW, 'your reply for few.lab.test')
  expect(seen.id, { about: 'the id of your reply for few.lab.test', datagram }).toBe(7)
  expect(shown(seen.texts), { about: 'the answer for few.lab.test', datagram }).toBe(shown(textsOf(2)))
  expect(seen.isCut ? 1 : 0, { about: 'TC in your reply for few.lab.test', datagram }).toBe(0)
})

serverTest('v2 a long answer over UDP is cut at a whole record, and says so', async ({ ask }) => {
  const { seen, length, datagram } = await ask(MANY, 'your reply for many.lab.test')
  expect(length, { about: 'the number of bytes of your reply without OPT', datagram }).toBeLessThanOrEqual(512)
  expect(shown(seen.texts), { about: 'the answer without OPT', datagram }).toBe(shown(textsOf(10)))
  expect(seen.isCut ? 1 : 0, { about: 'TC in your reply without OPT', datagram }).toBe(1)
})

clientTest('v3 a reply over UDP is enough when it is whole', { leaks: true }, async ({ ask, query, server }) => {
  const outcome = ask()
  const { data, from } = await query()
  await server.send(reply(asked(data).id, MANY, textsOf(3)), from)
  await expect(outcome, 'what ask() returns after a whole reply').toBe(shown(textsOf(3)))
})
