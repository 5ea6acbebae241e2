import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { established, expectBusy, test } from './setup.ts'

test.schedules('h3 the questions may be cut anywhere', { delimiters: ['\n'] }, async ({ comeIn }) => {
  const guest = await comeIn(1)
  await guest.send(['WHO\n', 'WHO\n'])
  expect(await guest.lines(2)).toEqual(['1', '1'])
})

test('h4 a FIN and a RST free one place each', async ({ lab, fill, connect, comeIn }) => {
  const [first, second] = await fill()
  await first.end()
  await first.expectEnd()
  await second.reset()
  await lab.settle()
  await comeIn(params.max + 1)
  await comeIn(params.max + 2)
  await expectBusy(await connect())
})

test('h5 silence frees a place', { waits: `${params.idle + 1.2}s` }, async ({ lab, fill, connect, comeIn }) => {
  const [, ...others] = await fill()
  await lab.clock.advance(600 * params.idle)
  for (const guest of others) await guest.ask('WHO\n')
  await lab
    .capture('tcp.flags.fin == 1 || tcp.flags.reset == 1', { as: 'a FIN or a RST for the guest who is silent' })
    .next({ within: `${params.idle}s` })
  await comeIn(params.max + 1)
  await expectBusy(await connect())
})

test('h6 one address has its share', async ({ lab, connect }) => {
  for (const id of times(params.perAddress, (i) => i + 1))
    expect(await (await connect(lab.host('guest1'))).line()).toBe(`#${id}`)
  await expectBusy(await connect(lab.host('guest1')))
  expect(await (await connect(lab.host('guest2'))).line()).toBe(`#${params.perAddress + 1}`)
})

test('h7 many in one instant: as many as there are places', async ({ lab, connect }) => {
  const crowd = await Promise.all(times(12, () => connect()))
  const words = await Promise.all(crowd.map((guest) => guest.line()))
  expect(words.filter((word) => word !== 'BUSY').sort(), 'the numbers that twelve guests were told').toEqual(
    times(params.max, (i) => `#${i + 1}`),
  )
  await Promise.all(crowd.filter((_, i) => words[i] === 'BUSY').map((guest) => guest.end()))
  await lab.settle()
  expect(await established(lab), 'the number of connections that the server keeps').toBe(params.max)
})

test('h8 who is turned away and leaves rudely takes nobody along', async ({ lab, fill, connect, server }) => {
  const [first] = await fill()
  const rude = await connect()
  await rude.send('WHO\n')
  await rude.reset()
  await lab.settle()
  expect(await first.ask('WHO\n')).toMatch(/^1 2/)
  await server.expectAlive()
})

test('h9 who leaves before its number is said leaves its place', async ({ lab, connect }) => {
  const hasty = [await connect(), await connect()]
  for (const guest of hasty) await guest.reset()
  await lab.settle()
  const words = []
  for (const _ of times(params.max, () => 0)) words.push(await (await connect()).line())
  expect(words, 'what the next guests were told').toEqual(times(params.max, (i) => `#${i + 3}`))
})
