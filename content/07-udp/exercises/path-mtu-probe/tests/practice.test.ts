import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { BLACK_HOLE, expectSizes, FITS, LONGEST, NARROW, outcomeOf, PORT, probes, SERVER, test } from './setup.ts'

const RESULT = 'the largest payload'

test('h3 every probe says don’t fragment', { waits: LONGEST, topology: NARROW }, async ({ lab, probe, respond }) => {
  await respond()
  await outcomeOf(probe.largestPayload(SERVER, PORT))
  const sent = await probes(lab)
  expect(sent.length, 'the number of probes').toBeGreaterThanOrEqual(1)
  const without = sent.filter(({ ip }) => !ip!.df || ip!.mf)
  expect(without.length, 'the number of probes without don’t fragment').toBe(0)
})

test('h4 a router that says nothing', { waits: LONGEST, topology: BLACK_HOLE }, async ({ lab, probe, respond }) => {
  await respond()
  const call = outcomeOf(probe.largestPayload(SERVER, PORT))
  await expect(call, 'the largest payload behind a silent router').toBe(FITS)
  await expectSizes(lab, 12, 'the number of sizes without any report')
})

test('h5 the smallest path that there may be', {
  waits: LONGEST,
  topology: { middleMtu: 1280, r1Silent: true },
}, async ({ lab, probe, respond }) => {
  await respond()
  const call = outcomeOf(probe.largestPayload(SERVER, PORT))
  await expect(call, 'the largest payload of a path for 1,280 bytes').toBe(1252)
  await expectSizes(lab, 12, 'the number of sizes on the smallest path')
})

test.each({ probes: `udp.dstport == ${PORT}`, acknowledgments: `udp.srcport == ${PORT}` })(
  'h6 two lost in a row are not too big',
  async (filter, { lab, probe, respond }) => {
    await respond()
    await lab.link('r2', 'server').drop(filter, { count: 2 })
    const call = outcomeOf(probe.largestPayload(SERVER, PORT))
    await expect(call, 'the largest payload when the first two were lost').toBe(1472)
  },
)

test('h7 an acknowledgment may come late', { waits: LONGEST, topology: NARROW }, async ({ lab, probe, respond }) => {
  await respond()
  // A round trip of one and a half waits.
  await lab.link('r1', 'r2').impair({ delay: 0.75 * params.waitMs - 10 })
  const call = outcomeOf(probe.largestPayload(SERVER, PORT))
  await expect(call, 'the largest payload of a path that is slower than one wait').toBe(FITS)
})

test('h8 nobody answers', { waits: LONGEST, leaks: true }, async ({ lab, probe }) => {
  await lab.host('server').udp(PORT)
  const call = outcomeOf(probe.largestPayload(SERVER, PORT))
  await expect(call, 'what a call without any acknowledgment came to').toBe('an error with code ETIMEDOUT')
  await expectSizes(lab, 12, 'the number of sizes without any acknowledgment')
})

test('h9 only the right id is an acknowledgment', { waits: LONGEST, topology: BLACK_HOLE }, async ({
  probe,
  respond,
}) => {
  await respond('liar')
  const call = outcomeOf(probe.largestPayload(SERVER, PORT))
  await expect(call, 'the largest payload with wrong acknowledgments about').toBe(FITS)
})

test('h10 a true report saves probes', { waits: LONGEST, topology: NARROW }, async ({ lab, probe, respond }) => {
  await respond()
  await expect(outcomeOf(probe.largestPayload(SERVER, PORT)), RESULT).toBe(FITS)
  await expectSizes(lab, 4, 'the number of sizes with a true report')
})

test('h11 a forged report is not believed', { waits: LONGEST, topology: BLACK_HOLE }, async ({
  lab,
  probe,
  respond,
}) => {
  await respond('slow')
  const sent = lab.capture(`udp.dstport == ${PORT} && !icmp`, { on: 'client:eth0', as: 'a probe' })
  const raw = await lab.host('server').raw()
  const call = outcomeOf(probe.largestPayload(SERVER, PORT))
  for (const mtu of [1300, 0, 68]) {
    const about = await expect(sent.next({ within: LONGEST }), 'one of the first three probes').toHappen()
    await raw.send({ ip: { dst: about.ip!.src }, icmp: { type: 3, code: 4, mtu, about } })
  }
  await expect(call, 'the largest payload with forged reports').toBe(FITS)
  await expectSizes(lab, 12, 'the number of sizes with forged reports')
})
