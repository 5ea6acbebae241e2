import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { outcomeOf, outcomeWithin, test } from './setup.ts'

const { quietMs, pongMs } = params

test('v1 a pong between two answers', async ({ lab, link, peer }) => {
  const [tea, gold] = [link.ask('tea'), link.ask('gold')]
  await expect(peer.lines(2), 'the two questions').toEqual(['tea', 'gold'])
  await peer.send('3 euros\npong 1\n1,800 euros\n')
  await expect(outcomeWithin(lab, outcomeOf(tea), 500), 'the answer to tea').toBe('3 euros')
  await expect(outcomeWithin(lab, outcomeOf(gold), 500), 'the answer to gold').toBe('1,800 euros')
})

test('v2 a quiet server is pinged, and lives', { waits: '9s' }, async ({ lab, peer }) => {
  for (const n of [1, 2]) {
    const { took, value } = await lab.clock.time(() => peer.line({ within: '4s' }))
    expect(value, `ping ${n}`).toBe(`ping ${n}`)
    expect(took, { about: `the silence before ping ${n}`, unit: 'ms' }).toBeBetween(quietMs - 20, quietMs + 40)
    await peer.send(`pong ${n}\n`)
  }
  await expect(peer.expectSilence(pongMs + 100), 'an open connection after the second pong').toHappen()
})
