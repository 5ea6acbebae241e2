import { API, expectLookup, expectServers, expectVerdict, INSIDE, OUTSIDE, test } from './setup.ts'

test('v1 two servers have two views', async ({ verify }) => {
  const report = await verify(API, [INSIDE, OUTSIDE])
  expectLookup(report, API, '10.1.2.3')
  expectServers(report, API, [`${INSIDE}: 10.1.2.3`, `${OUTSIDE}: 203.0.113.9`])
  expectVerdict(report, API, 'diverged')
})

test('v2 everybody agrees', async ({ verify }) => {
  const name = 'www.lab.test'
  const report = await verify(name, [INSIDE, OUTSIDE])
  expectLookup(report, name, '203.0.113.80')
  expectServers(report, name, [`${INSIDE}: 203.0.113.80`, `${OUTSIDE}: 203.0.113.80`])
  expectVerdict(report, name, 'same')
})
