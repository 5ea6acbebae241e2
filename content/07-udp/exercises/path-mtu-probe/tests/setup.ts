import { expect, type Lab, labTest, toldApart } from 'ackademy/lab'
import { params } from './params.ts'

export const PORT = params.port
export const SERVER = '10.0.2.10'
/** Largest payload on the narrow path. */
export const FITS = params.mtu - 28
export const NARROW = { middleMtu: params.mtu }
/** The router in front of the narrow link reports nothing. */
export const BLACK_HOLE = { middleMtu: params.mtu, r1Silent: true }
/** Twelve sizes with three tries each, and some room. */
export const LONGEST = 40 * params.waitMs

/** The learner's function on host `client`; `respond` starts the responder on host `server`. */
export const test = labTest(async (lab) => ({
  probe: await lab.host('client').load<typeof import('./contract.ts')>('probe.ts'),
  respond: (mode = 'plain') =>
    lab.host('server').run('tests:responder.ts', { args: [PORT, mode], listens: { udp: PORT } }),
}))

/** Outcome of a call: a size, or `an error with code ETIMEDOUT`. */
export const outcomeOf = (call: Promise<number>): Promise<number | string> =>
  call.then(
    (size) => toldApart(size, /^an error/),
    (error: Error & { code?: string }) => `an error with code ${error.code}`,
  )

/** All probes that have left the client. */
export const probes = (lab: Lab) => lab.capture(`udp.dstport == ${PORT} && !icmp`, { on: 'client:eth0' }).all()

/** Checks how many sizes were probed. */
export async function expectSizes(lab: Lab, most: number, what: string): Promise<void> {
  const sizes = new Set((await probes(lab)).map(({ udp }) => udp!.length - 8))
  expect(sizes.size, what).toBeLessThanOrEqual(most)
}
