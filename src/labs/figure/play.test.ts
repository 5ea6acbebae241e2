import { expect, test } from 'vitest'
import { recordFigure } from './record.fixture.ts'

test('from its start time on, a box drops the packets on a link that match a filter, and no others', async () => {
  const { packets } = await recordFigure('forgotten-connection')
  const behind = packets.filter(({ from, to }) => [from, to].includes('gate') && [from, to].includes('server'))
  const fates = (protocol: string, isLate: boolean) =>
    new Set(behind.filter((one) => one.protocol === protocol && one.at >= 3e9 === isLate).map(({ fate }) => fate))
  expect(fates('TCP', false)).toEqual(new Set(['delivered']))
  expect(fates('TCP', true)).toEqual(new Set(['rule']))
  expect(fates('ARP', true)).toEqual(new Set(['delivered']))
})
