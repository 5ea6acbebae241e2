import { expect, test } from 'vitest'
import { lanesOf } from './pool-lanes.ts'
import { recordFigure } from './record.fixture.ts'

const lanes = async (id: string, params = {}) => lanesOf((await recordFigure(id, params, '06-reliability')).packets)

test('a pool of four connections answers ten questions, three on two of them', async () => {
  const all = await lanes('ten-questions')
  const questions = all.map(({ spans }) => spans.filter(({ state }) => state === 'in use').length)
  expect(questions).toEqual([3, 3, 2, 2])
  for (const { spans, end } of all) {
    expect(spans[0]!.state).toBe('connecting')
    expect(end?.how).toBe('closed')
  }
})

test('a connection that went back too early owes two answers', async () => {
  const [lane] = await lanes('wrong-balance')
  expect(lane!.spans.map(({ requests }) => requests.length)).toContain(2)
})

test('a connection closed on a timeout is followed by another', async () => {
  const all = await lanes('wrong-balance', { params: { patience: 100, closes: true } })
  expect(all).toHaveLength(2)
  expect(all.flatMap(({ spans }) => spans.map(({ requests }) => requests.length))).not.toContain(2)
})
