import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { asking, test } from './setup.ts'

test('h3 a slow answer that comes in time counts', { waits: 2 * (params.everyMs + params.patienceMs) }, async ({
  lab,
  peer,
  watch,
}) => {
  for (const answer of ['slow', 'but fine']) {
    await peer.line({ within: params.everyMs + 500 })
    await lab.clock.advance(params.patienceMs - 500)
    await peer.send(`${answer}\n`)
    expect(await watch.line()).toBe(answer)
  }
})

test('h4 the machine lives but its program hangs', { waits: params.everyMs + params.patienceMs + 1_500 }, async ({
  peer,
  watch,
}) => {
  await peer.line({ within: params.everyMs + 500 }) // the kernel acknowledged it, and nobody answers
  expect(await watch.line({ within: params.patienceMs + 500 })).toBe('LOST')
})

test('h5 LOST is printed once, then the program exits', { waits: params.everyMs + params.patienceMs + 3_000 }, async ({
  peer,
  watch,
}) => {
  await peer.line({ within: params.everyMs + 500 })
  expect(await watch.line({ within: params.patienceMs + 500 })).toBe('LOST')
  await watch.exited()
  expect((await watch.output()).stdout, 'what watch.ts printed').toMatch(/^fine\nLOST\n$/)
})

test('h6 it asks no more often than it should', { waits: params.everyMs }, async ({ peer }) => {
  await peer.expectSilence(params.everyMs - 1_000)
})

test('h7 part of an answer is not an answer', { waits: params.everyMs + 3 * params.patienceMs }, async ({
  peer,
  watch,
}) => {
  await peer.line({ within: params.everyMs + 500 })
  await peer.send([...'fine?'], { gap: params.patienceMs / 3 }) // the newline never comes
  expect(await watch.line({ within: params.patienceMs + 500 })).toBe('LOST')
})

test('h8 a server that closes while it owes an answer is lost', {
  waits: params.everyMs + 2 * params.patienceMs + 3_000,
}, async ({ peer, watch }) => {
  await peer.line({ within: params.everyMs + 500 })
  await peer.end()
  expect(await watch.line({ within: params.patienceMs + 500 })).toBe('LOST')
  await watch.exited({ within: params.patienceMs + 1_000 })
  expect((await watch.output()).stdout, 'what watch.ts printed').toMatch(/^fine\nLOST\n$/)
})

asking(
  'h9 the first answer is owed like any other',
  { waits: params.patienceMs + 1_000 },
  async ({ lab, peer, watch }) => {
    await peer.line()
    const { took } = await lab.clock.time(async () => {
      expect(await watch.line({ within: params.patienceMs + 500 })).toBe('LOST')
    })
    // The question was under way before it came.
    expect(took, 'the time from the first question to LOST').toBeBetween(
      params.patienceMs - 100,
      params.patienceMs + 100,
    )
  },
)
