import { expect, seededValues } from 'ackademy/lab'
import { outcomeOf, serve, test } from './setup.ts'

test('h19 the breaker opens at the right try, whatever the order', { waits: '90s' }, async ({
  lab,
  caller,
  listen,
}) => {
  serve(await listen()).catch(() => {})
  const draw = seededValues(lab, 'tries')
  for (let round = 1; round <= 4; round++) {
    const one = await caller()
    const results: boolean[] = []
    // Some tries long ago count for nothing.
    for (let early = draw.integer(0, 15); early > 0; early--) await outcomeOf(one.ask('drop'))
    await lab.clock.advance('11s')
    const share = draw.integer(3, 8)
    const isOpen = () => results.length >= 20 && results.filter((failed) => failed).length * 2 >= results.length
    while (!isOpen() && results.length < 60) {
      const fails = draw.integer(0, 9) < share
      const about = `question ${results.length + 1} of round ${round}, before the breaker should open`
      await expect(outcomeOf(one.ask(fails ? 'drop' : 'tea')), about).toBe(fails ? 'an error' : 'tea!')
      results.push(fails)
    }
    const last = outcomeOf(one.ask('tea'))
    const failed = results.filter((failed) => failed).length
    const about = `a question after ${results.length} tries in a row, of which ${failed} failed`
    await expect(last, about).toBe(isOpen() ? 'OpenError' : 'tea!')
  }
})
