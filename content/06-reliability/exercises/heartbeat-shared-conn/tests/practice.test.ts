import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { closing, outcomeOf, outcomeWithin, pings, test } from './setup.ts'

const { quietMs, pongMs } = params

test('h3 lines and characters come in pieces', async ({ lab, link, peer }) => {
  const asked = Promise.all([link.ask('café'), link.ask('tea')])
  await expect(peer.lines(2), 'the two questions').toEqual(['café', 'tea'])
  const bytes = new TextEncoder().encode('pong 1\ncafé costs 4\npong 2\ntea costs 3\n')
  for (const byte of bytes) {
    await peer.send(Uint8Array.of(byte))
    await lab.clock.advance('5ms')
  }
  await expect(asked, 'the two answers, cut into single bytes').toEqual(['café costs 4', 'tea costs 3'])
})

test('h4 a server that is mute after a ping is dead', { waits: '6s' }, async ({ lab, link, peer }) => {
  const asked = outcomeOf(link.ask('tea'))
  await expect(peer.line(), 'the question').toBe('tea')
  const { took } = await lab.clock.time(() =>
    expect(peer.line({ within: '4s' }), 'the ping while a question is open').toBe('ping 1'),
  )
  expect(took, { about: 'the silence before the ping', unit: 'ms' }).toBeBetween(quietMs - 40, quietMs + 40)
  const early = closing(lab).expectNone(pongMs - 100)
  await expect(early, 'an open connection until shortly before pongMs have passed').toHappen()
  const end = closing(lab).next({ within: '200ms' })
  await expect(end, 'your FIN after pongMs without a sign of life').toHappen()
  await expect(asked, 'what the open question got').toBe('an error')
  await expect(link.whenClosed(), 'the reason').toBe('dead')
})

test('h5 a long answer is a sign of life', { waits: '20s' }, async ({ lab, link, peer }) => {
  const asked = link.ask('report')
  await expect(peer.line(), 'the question').toBe('report')
  await expect(peer.line({ within: '4s' }), 'the ping before the report begins').toBe('ping 1')
  const before = await pings(lab).count()
  const [piece, count] = ['x'.repeat(50), Math.ceil((3 * (quietMs + pongMs)) / (0.8 * pongMs))]
  for (let i = 0; i < count; i++) {
    await lab.clock.advance(0.8 * pongMs)
    await peer.send(piece)
  }
  await peer.send('\n')
  await expect(asked, 'a report that took long').toBe(piece.repeat(count))
  expect((await pings(lab).count()) - before, 'the number of pings while the report arrived').toBe(0)
})

test('h6 a late pong measures nothing', { waits: '20s' }, async ({ lab, link, peer }) => {
  await expect(link.rtt(), 'the round trip before the first pong').toBe(null)
  await expect(peer.line({ within: '4s' }), 'the first ping').toBe('ping 1')
  const asked = link.ask('tea')
  await expect(peer.line(), 'a question after it').toBe('tea')
  await peer.send('3 euros\n')
  await expect(asked, 'its answer').toBe('3 euros')
  await expect(peer.line({ within: '4s' }), 'the second ping').toBe('ping 2')
  await peer.send('pong 1\n')
  await lab.clock.advance('30ms')
  await expect(link.rtt(), 'the round trip after a late pong 1').toBe(null)
  await lab.clock.advance('270ms')
  await peer.send('pong 2\n')
  await lab.clock.advance('30ms')
  const about = { about: 'the round trip of ping 2, answered after 300 ms', unit: 'ms' }
  await expect(link.rtt(), about).toBeBetween('310ms', '330ms')
})

test('h7 the deadline of a ping ends with the first sign of life', { waits: '9s' }, async ({ lab, link, peer }) => {
  await expect(peer.line({ within: '4s' }), 'the first ping').toBe('ping 1')
  await lab.clock.advance(pongMs - 100)
  await peer.send('pong 1\n')
  const open = closing(lab).expectNone(quietMs - 100)
  await expect(open, 'an open connection after the pong').toHappen()
  const asked = link.ask('tea')
  await expect(peer.line(), 'a question after it').toBe('tea')
  await peer.send('3 euros\n')
  await expect(asked, 'its answer').toBe('3 euros')
})

test('h8 a line nobody asked for spoils the connection', async ({ lab, link, peer }) => {
  const asked = link.ask('tea')
  await expect(peer.line(), 'the question').toBe('tea')
  await peer.send('3 euros\n4 euros\n')
  await expect(asked, 'the answer').toBe('3 euros')
  await expect(closing(lab).next({ within: '200ms' }), 'your FIN after a line too many').toHappen()
  await expect(link.whenClosed(), 'the reason').toBe('spoiled')
})

test('h9 close may be called twice, and leaves nothing', { leaks: { listeners: [params.port] } }, async ({
  lab,
  link,
  peer,
}) => {
  const asked = outcomeOf(link.ask('tea'))
  await expect(peer.line(), 'the question').toBe('tea')
  await link.close()
  await link.close()
  expect(await outcomeWithin(lab, asked, 50), 'what the open question got after close').toBe('an error')
  expect(await outcomeWithin(lab, outcomeOf(link.ask('gold')), 50), 'what a question got after close').toBe('an error')
  await expect(link.whenClosed(), 'the reason').toBe('closed')
})

test('h10 the server ends or resets the connection', async ({ lab, link, peer }) => {
  const asked = outcomeOf(link.ask('tea'))
  await expect(peer.line(), 'the question').toBe('tea')
  await peer.end()
  expect(await outcomeWithin(lab, asked, 100), 'what the open question got after the FIN').toBe('an error')
  expect(await outcomeWithin(lab, outcomeOf(link.ask('gold')), 50), 'what a question got after the FIN').toBe(
    'an error',
  )
  await link.close()
  await expect(link.whenClosed(), 'the reason').toBe('ended')
})

test('h11 a line without an end', async ({ lab, link, peer }) => {
  const asked = outcomeOf(link.ask('tea'))
  await expect(peer.line(), 'the question').toBe('tea')
  await peer.send('x'.repeat(70_000))
  await expect(closing(lab).next({ within: '1s' }), 'your FIN or RST after 65,536 characters without an end').toHappen()
  await expect(asked, 'what the open question got').toBe('an error')
  await expect(link.whenClosed(), 'the reason').toBe('spoiled')
})

test('h12 no ping while something arrives', { waits: '12s' }, async ({ lab, link, peer }) => {
  const asked = link.ask('tea')
  await expect(peer.line(), 'the question').toBe('tea')
  for (let i = 0; i < 4; i++) {
    await lab.clock.advance(0.7 * quietMs)
    await peer.send('.')
  }
  expect(await pings(lab).count(), 'the number of pings while a line arrived piece by piece').toBe(0)
  await peer.send('\n')
  await expect(asked, 'the answer').toBe('....')
})

test('h13 a reset', async ({ lab, link, peer }) => {
  const asked = outcomeOf(link.ask('tea'))
  await expect(peer.line(), 'the question').toBe('tea')
  await peer.reset()
  expect(await outcomeWithin(lab, asked, 100), 'what the open question got after the RST').toBe('an error')
  await expect(link.whenClosed(), 'the reason').toBe('ended')
})

test('h14 only pong, a blank and digits is a pong', async ({ lab, link, peer }) => {
  for (const answer of ['pong is at seven', 'pong 7 cups']) {
    const asked = link.ask('games')
    await expect(peer.line(), 'the question').toBe('games')
    await peer.send(`${answer}\n`)
    await expect(outcomeWithin(lab, outcomeOf(asked), 500), `what the question got for the line ${answer}`).toBe(answer)
  }
})
