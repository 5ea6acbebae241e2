import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { attackTest, FILES, test, visit } from './setup.ts'

const ATTACKERS = FILES + 16

attackTest('v1 an ordinary server serves nobody during the attack', { waits: '20s' }, async ({ lab }) => {
  await lab.host('a').run('tests:naive.ts', { args: [8081], listens: 8081, limits: { files: FILES } })
  const before = await visit(lab.host('b'), 8081)
  expect(before, 'the answer of the ordinary server before the attack').toBe('HTTP/1.1 200 OK')
  await lab.host('c').run('attack.ts', { args: ['a', 8081, ATTACKERS] })
  await lab.clock.advance('12s')
  const answers = await Promise.all(times(5, () => visit(lab.host('b'), 8081)))
  const served = answers.filter((answer) => answer === 'HTTP/1.1 200 OK')
  expect(served, 'what honest clients were answered during your attack').toEqual([])
})

test('v2 honest clients are served while the attack continues', { waits: '2900ms' }, async ({ lab }) => {
  await lab.host('c').run('tests:attack.ts', { args: ['a', params.port, ATTACKERS] })
  await lab.clock.advance('1500ms')
  const answers = await Promise.all(times(5, () => visit(lab.host('b'), params.port)))
  expect(answers, 'what five honest clients got during the attack').toEqual(times(5, () => 'HTTP/1.1 200 OK'))
})
