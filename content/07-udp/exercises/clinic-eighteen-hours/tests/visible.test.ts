import { lineOf, send, test } from './setup.ts'

test('v1 readings in order are shown, each sensor by itself', async ({ a, b, expectShown }) => {
  await expectShown('what the panel shows before any reading')
  await send(a, 500, 501)
  await send(b, 460)
  await expectShown('what the panel shows of two sensors', lineOf(501), lineOf(460, '10.0.0.12'))
  await send(a, 502)
  await send(b, 461)
  await expectShown('what the panel shows a second later', lineOf(502), lineOf(461, '10.0.0.12'))
})

test('v2 behind 65535 the count goes on at 0', async ({ a, expectShown }) => {
  await send(a, 65_534, 65_535)
  await expectShown('what the panel shows after the reading 65535', lineOf(65_535))
  await send(a, 0)
  await expectShown('what the panel shows after the reading 0 behind 65535', lineOf(0))
  await send(a, 1, 2)
  await expectShown('what the panel shows after the readings 1 and 2', lineOf(2))
})
