import { expect } from 'ackademy/lab'
import { expectBusy, test } from './setup.ts'

test('v1 three guests get three numbers', async ({ comeIn, server }) => {
  await comeIn(1)
  expect((await server.output()).stdout, 'the book when #1 is said').toMatch(/^#1 from /)
  const second = await comeIn(2)
  await comeIn(3)
  expect(await second.ask('WHO\n')).toBe('1 2 3')
})

test('v2 a guest too many gets BUSY and uses up no number', async ({ lab, fill, connect, comeIn }) => {
  const guests = await fill()
  await expectBusy(await connect())
  await guests[1].end()
  await guests[1].expectEnd()
  const next = await comeIn(guests.length + 1, lab.host('guest2')) // from where the second was
  expect(await next.ask('WHO\n')).toBe(
    [...guests.keys(), guests.length]
      .map((place) => place + 1)
      .filter((id) => id !== 2)
      .join(' '),
  )
})
