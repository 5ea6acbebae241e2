import { expect } from 'ackademy/lab'
import { expectBusy, finForLeaver, nextIsTold, test } from './setup.ts'

test('v1 three guests get three numbers', async ({ comeIn, server }) => {
  await comeIn(1)
  expect((await server.output()).stdout, 'the book when #1 is said').toMatch(/^#1 from /m)
  const second = await comeIn(2)
  await comeIn(3)
  await expect(second.ask('WHO\n'), 'the answer to WHO').toBe('1 2 3')
})

test('v2 a guest too many gets BUSY and uses up no number', async ({ lab, fill, connect, comeIn }) => {
  const guests = await fill()
  await expectBusy(await connect())
  await guests[1].end()
  await expect(guests[1].expectEnd(), finForLeaver).toHappen()
  const next = await comeIn(guests.length + 1, lab.host('guest2'), nextIsTold) // from where the second was
  const here = [...guests.keys(), guests.length].map((place) => place + 1).filter((id) => id !== 2)
  await expect(next.ask('WHO\n'), 'the answer to WHO').toBe(here.join(' '))
})
