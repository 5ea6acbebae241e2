import { expect, seededValues, times } from 'ackademy/lab'
import {
  byHand,
  gaveUp,
  waiting,
} from '../../../content/03-tcp-conversations/exercises/keepalive-half-open/tests/setup.ts'
import { params } from './params.ts'

const bytesOf = (text: string) => [...new TextEncoder().encode(text)].map((byte) => Uint8Array.of(byte))

byHand(
  'r1-twice each silence has both its times',
  { waits: `${6 * gaveUp.heartbeat}ms` },
  async ({ lab, detector, peer }) => {
    for (const _ of times(3, () => 0)) {
      const { took } = await lab.clock.time(() => peer.line({ within: 2 * gaveUp.heartbeat }))
      expect(took, 'the time until PING').toBeBetween(1000 * params.heartbeat - 20, 1000 * params.heartbeat + 40)
      await lab.clock.advance(0.9 * 1000 * params.patience)
      await peer.send('.')
    }
    await peer.line({ within: 2 * gaveUp.heartbeat })
    await expect(detector.line({ within: 1100 * params.patience }), 'the verdict').toBe('DEAD')
  },
)

byHand(
  'r2-talk a server that talks for a hundred silences is never asked',
  { waits: '120s' },
  async ({ lab, peer }) => {
    for (const _ of times(60, () => 0)) {
      await peer.send('.')
      await lab.clock.advance(900 * params.heartbeat * 0.3)
    }
    await expect(peer.expectSilence('10ms'), 'no PING').toHappen()
  },
)

byHand(
  'r3-window a server whose window is closed is dead',
  { waits: `${3 * gaveUp.heartbeat}ms` },
  async ({ detector, peer }) => {
    await peer.pause()
    await expect(detector.line({ within: 1.2 * gaveUp.heartbeat }), 'the verdict').toBe('DEAD')
    await expect(detector.exited(), 'the end').toHappen()
  },
)

for (const how of ['keepalive', 'heartbeat'] as const)
  for (const end of ['fin', 'reset', 'fin-reset', 'data-reset', 'unread-reset'] as const)
    waiting(`r4-${how}-${end} is no death`, async ({ listener, detect }) => {
      const detector = await detect(how)
      const peer = await listener.accept()
      if (end !== 'reset') await peer.send(end === 'unread-reset' ? 'PING\nPING\n' : 'half')
      if (end === 'fin' || end === 'fin-reset') await peer.end()
      if (end !== 'fin') await peer.reset()
      const { code } = await expect(detector.exited(), 'the end of the detector').toHappen()
      expect([code, (await detector.output()).stdout], 'status and output').toEqual([0, ''])
    })

waiting('r4-refused is no death', async ({ listener, detect }) => {
  await listener.close()
  const detector = await detect('heartbeat')
  const { code } = await expect(detector.exited(), 'the end of the detector').toHappen()
  expect([code, (await detector.output()).stdout], 'status and output').toEqual([0, ''])
})

byHand('r5-words the words of the two are not printed, what looks like them is', async ({ lab, detector, peer }) => {
  await peer.send(bytesOf('PING\nPONG\nPING \n ping\nPONG\r\n\nPING\n'), { gap: '1us' })
  await expect(peer.lines(2), 'the answers').toEqual(['PONG', 'PONG'])
  await lab.settle()
  expect((await detector.output()).stdout, 'what was printed').toBe('PING \n ping\nPONG\r\n\n')
})

byHand('r6-longest drawn lines and the longest one, in pieces', { waits: '8s' }, async ({ lab, detector, peer }) => {
  const draw = seededValues(lab, 'lines')
  const lines = ['', ...draw.list([5, 20], () => draw.unicode(0, 30)), 'x'.repeat(65_536), '€'.repeat(21_845)]
  const wire = new TextEncoder().encode(`${lines.join('\n')}\n`)
  for (let at = 0; at < wire.length; ) {
    const next = at + draw.integer(1, 5_000)
    await peer.send(wire.subarray(at, next))
    at = next
  }
  for (const line of lines) await expect(detector.line(), 'a line').toBe(line)
})
