import { type Draw, expect, seededValues, times } from 'ackademy/lab'
import { test } from './setup.ts'

const [NOERROR, NXDOMAIN] = ['NOERROR', 'NXDOMAIN']
const HONEST = ['192.0.2.1']

/** Names whose answers don't depend on what was asked before: what there is, a no, an alias, a lie. */
const QUESTIONS = {
  'web.example.test': { rcode: NOERROR, answer: ['203.0.113.10'] },
  'mail.example.test': { rcode: NOERROR, answer: ['203.0.113.25'] },
  'www.example.test': { rcode: NOERROR, answer: ['web.example.test', '203.0.113.10'] },
  'shop.example.test': { rcode: NOERROR, answer: ['front.other.test', '203.0.113.30'] },
  'gone.example.test': { rcode: NXDOMAIN, answer: ['nobody.other.test'] },
  'nobody.example.test': { rcode: NXDOMAIN, answer: [] },
  'www.glueless.test': { rcode: NOERROR, answer: ['203.0.113.20'] },
  'www.trap.two.test': { rcode: NOERROR, answer: ['203.0.113.11'] },
  ...Object.fromEntries(
    ['poison', 'refused', 'servfail', 'forgedid', 'forgedport', 'cut', 'unsure'].map((rule) => [
      `${rule}.two.test`,
      { rcode: NOERROR, answer: HONEST },
    ]),
  ),
}

test('h25 the order of the questions changes no answer', { waits: '20s' }, async ({ lab, dig, expectAnswer }) => {
  const draw = seededValues(lab, 'questions')
  const names = shuffled(draw, Object.keys(QUESTIONS))
  for (const name of [...names, ...names.slice(0, 4)])
    await expectAnswer(name, QUESTIONS[name as keyof typeof QUESTIONS])
  const aliases = draw.integer(1, 8)
  const { answer } = await dig(`chain-${aliases}.two.test`)
  expect(answer.length, `the number of records behind a chain of ${aliases}`).toBe(aliases + 1)
})

function shuffled<Item>(draw: Draw, items: readonly Item[]): Item[] {
  const rest = [...items]
  return times(items.length, () => rest.splice(draw.integer(0, rest.length - 1), 1)[0]!)
}
