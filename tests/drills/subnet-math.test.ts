/** Questions of the drill wu-subnet-math that must have one true answer. */
import { expect, test } from 'vitest'
import { Draw } from '#grader/drills/index.ts'
import generate from '../../content/01-a-packets-journey/drills/wu-subnet-math/generator.ts'

test('nobody sends to itself: that takes no MAC address', () => {
  let asked = 0
  for (let seed = 1; seed <= 5_000; seed++) {
    const { ask } = generate(new Draw(seed, 'proof'), (mistake) => mistake)
    const [, from, to] = /address ([\d.]+)\/\d+ and a default gateway\. It sends to ([\d.]+)\. /.exec(ask) ?? []
    if (from === undefined) continue
    asked++
    expect(to, ask).not.toBe(from)
  }
  expect(asked).toBeGreaterThan(500)
})
