import { expect, type Process, type TcpPeer } from 'ackademy/lab'
import { params } from './params.ts'
import { asking, test } from './setup.ts'

const nextQuestion = (peer: TcpPeer) =>
  expect(peer.line({ within: params.everyMs + 500 }), 'your next question').toBe('STATUS')

/** What it prints when the deadline has passed. */
const soon = (watch: Process) => watch.line({ within: params.patienceMs + 500 })

test('h3 a slow answer that comes in time counts', { waits: 2 * (params.everyMs + params.patienceMs) }, async ({
  lab,
  peer,
  watch,
}) => {
  for (const answer of ['slow', 'but fine']) {
    await nextQuestion(peer)
    await lab.clock.advance(params.patienceMs - 500)
    await peer.send(`${answer}\n`)
    await expect(watch.line(), 'the line for an answer that is slow and in time').toBe(answer)
  }
})

test('h4 the machine lives but its program hangs', { waits: params.everyMs + params.patienceMs + 1_500 }, async ({
  peer,
  watch,
}) => {
  await nextQuestion(peer) // the kernel acknowledged it, and nobody answers
  await expect(soon(watch), 'LOST for a question without an answer').toBe('LOST')
})

test('h5 LOST is printed once, then the program exits', { waits: params.everyMs + params.patienceMs + 3_000 }, async ({
  peer,
  watch,
}) => {
  await nextQuestion(peer)
  await expect(soon(watch), 'LOST for a question without an answer').toBe('LOST')
  await expect(watch.exited(), 'the end of your program after LOST').toHappen()
  expect((await watch.output()).stdout, 'all that your program printed').toBe('fine\nLOST\n')
})

test('h6 it asks no more often than it should', { waits: params.everyMs }, async ({ peer }) => {
  const silence = peer.expectSilence(params.everyMs - 1_000)
  await expect(silence, `no question for ${params.everyMs - 1_000} ms after the first`).toHappen()
})

test('h7 part of an answer is not an answer', { waits: params.everyMs + 3 * params.patienceMs }, async ({
  peer,
  watch,
}) => {
  await nextQuestion(peer)
  await peer.send([...'fine?'], { gap: params.patienceMs / 3 }) // the newline never comes
  await expect(soon(watch), 'LOST for an answer without its newline').toBe('LOST')
})

test('h8 a server that closes while it owes an answer is lost', {
  waits: params.everyMs + 2 * params.patienceMs + 3_000,
}, async ({ peer, watch }) => {
  await nextQuestion(peer)
  await peer.end()
  await expect(soon(watch), 'LOST when the server closes').toBe('LOST')
  const ended = watch.exited({ within: params.patienceMs + 1_000 })
  await expect(ended, 'the end of your program after LOST').toHappen()
  expect((await watch.output()).stdout, 'all that your program printed').toBe('fine\nLOST\n')
})

asking(
  'h9 the first answer is owed like any other',
  { waits: params.patienceMs + 1_000 },
  async ({ lab, peer, watch }) => {
    await expect(peer.line(), 'your first question').toBe('STATUS')
    const { took } = await lab.clock.time(() => expect(soon(watch), 'LOST for the first question').toBe('LOST'))
    // The question was under way before it came.
    const patience = 'the time from the first question to LOST'
    expect(took, patience).toBeBetween(params.patienceMs - 100, params.patienceMs + 100)
  },
)
