import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { lineOf, PORT, SERVER, send, test } from './setup.ts'

const { late } = params

test('h3 a late reading or a copy changes nothing', async ({ a, expectShown }) => {
  await send(a, 1_010, 1_012, 1_011)
  await expectShown('what the panel shows after 1012 and the late 1011', lineOf(1_012))
  await send(a, 1_013, 1_012)
  await expectShown('what the panel shows after 1013 and a copy of 1012', lineOf(1_013))
  await send(a, 1_013 - late)
  await expectShown(`what the panel shows after a reading that is ${late} behind`, lineOf(1_013))
})

test('h4 a sensor that starts again is heard at once', async ({ a, b, expectShown }) => {
  for (const last of [20_020, 50_050, late + 150]) {
    await send(a, last, 0)
    await expectShown(`what the panel shows after ${last} and then 0`, lineOf(0))
    await send(a, 1)
    await expectShown(`what the panel shows after ${last}, 0 and 1`, lineOf(1))
  }
  await send(b, 9_000, 9_000 - late - 1)
  const [first, second] = [lineOf(1), lineOf(9_000 - late - 1, '10.0.0.12')]
  await expectShown(`what the panel shows after a reading that is ${late + 1} behind`, first, second)
})

test('h5 after an outage a reading may be any distance ahead', async ({ a, expectShown }) => {
  for (const [last, next] of [
    [65_530, 3],
    [3, 10_911],
    [10_911, 50_922],
    [50_922, 300],
  ] as const) {
    await send(a, last, next)
    await expectShown(`what the panel shows after ${last} and then ${next}`, lineOf(next))
  }
})

test('h6 a late reading from before the wrap changes nothing', async ({ a, b, expectShown }) => {
  await send(a, 65_534, 65_535, 1)
  await expectShown('what the panel shows after 65535 and then 1', lineOf(1))
  await send(a, 0)
  await expectShown('what the panel shows after 1 and the late 0', lineOf(1))
  await send(a, 65_535)
  await expectShown('what the panel shows after 1 and a copy of 65535', lineOf(1))
  await send(b, 65_530, 65_532, 0, 65_531)
  await expectShown('what the panel shows of a second sensor', lineOf(1), lineOf(0, '10.0.0.12'))
})

test('h7 a sensor is known by its address', async ({ lab, a, expectShown }) => {
  const other = await lab.host('a').udp()
  await send(a, 700)
  await send(other, 701)
  await expectShown('what the panel shows of a sensor whose port has changed', lineOf(701))
})

test('h8 what is neither a reading nor a question changes nothing', async ({ lab, server, a, b, expectShown }) => {
  await send(a, 800)
  const texts = ['', '801', '801 warm', '801 -18', 'x -1.0', '-1 -1.0', '65536 -1.0', '801 -1.0\n', '8.5 -1.0', '??']
  for (const text of texts) {
    await a.send(text, SERVER)
    await expectShown(`what the panel shows after ${JSON.stringify(text)}`, lineOf(800))
  }
  const raw = await lab.host('b').raw()
  await raw.send({ ip: { dst: SERVER[0] }, udp: { src: 0, dst: PORT }, payload: '?' })
  await send(b, 5)
  await expect(server.expectAlive(), 'your server, still running').toHappen()
  const [first, second] = [lineOf(800), lineOf(5, '10.0.0.12')]
  await expectShown('what the panel shows after a question from port 0', first, second)
})
