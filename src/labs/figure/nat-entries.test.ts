import { expect, test } from 'vitest'
import { natEntries, timeLeft } from './nat-entries.ts'
import { recordFigure } from './record.fixture.ts'

const MODULE = '12-nat-and-peer-to-peer'
const seconds = (time: number) => Math.round(time / 1e8) / 10

test('an entry has three ends, and a timer that the next packet from inside restarts', async () => {
  const params = { wait: 40, keep: 'every 20 s' }
  const entries = natEntries(await recordFigure('after-silence', { params }, MODULE))
  expect(entries.map(({ inside, outside, remote }) => [inside, outside, remote])).toEqual([
    ['192.168.1.10:5000', '203.0.113.7:5000', '198.51.100.20:4000'],
  ])
  expect(entries[0]!.timers.slice(0, 2).map(({ at, expiresAt }) => [seconds(at), seconds(expiresAt - at)])).toEqual([
    [0, 30],
    [20, 30],
  ])
})

test('without another packet an entry runs out', async () => {
  const [entry] = natEntries(await recordFigure('after-silence', { params: { wait: 40, keep: 'never' } }, MODULE))
  expect([20, 29.9, 31].map((at) => seconds(timeLeft(entry!, at * 1e9)!))).toEqual([10, 0.1, 0])
})

test('a sender that the NAT lets in has an entry of its own, by the same outside port', async () => {
  const entries = natEntries(await recordFigure('who-may-enter', { params: { filtering: 'endpoint' } }, MODULE))
  expect(entries.map(({ outside, remote }) => `${outside} ${remote}`)).toEqual([
    '203.0.113.7:5000 192.0.2.3:3478',
    '203.0.113.7:5000 192.0.2.3:3479',
    '203.0.113.7:5000 192.0.2.4:3478',
  ])
})
