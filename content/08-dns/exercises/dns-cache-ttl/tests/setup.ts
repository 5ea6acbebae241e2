import { expect, type Lab, labTest, toldApart } from 'ackademy/lab'
import type { Reply } from './contract.ts'
import { params } from './params.ts'

export const A = 1
export const CNAME = 5
export const TXT = 16
export const AAAA = 28

/** The label of a TTL: `toBeBetween` takes a number without a unit for milliseconds. */
export const seconds = (about: string) => ({ about, unit: 's' })

/** The learner's cache on the client, and behind it a resolver whose answers are in the names. */
export const test = labTest(async (lab) => {
  await startUpstream(lab)
  const { lookup } = await lab.host('client').load<typeof import('./contract.ts')>('cache.ts')
  /** The only row of the answer, or what came instead. */
  const look = async (name: string, type: number, about: string) =>
    expect(lookup(name, type), about)
      .toHappen()
      .then((reply) => ({ ...reply, text: textOf(reply) }))
  const expectQueries = async (count: number, about: string) => expect(await queries(lab), about).toBe(count)
  const later = (seconds: number) => lab.clock.advance(seconds * 1000)
  return { lookup, look, expectQueries, later }
})

/** The learner's cache in a program that does what can't be done from outside. */
export const callersTest = labTest(async (lab) => {
  await startUpstream(lab)
  const callers = await lab.host('client').load<typeof import('./programs/callers.ts')>('tests:callers.ts')
  return {
    callers,
    expectQueries: async (count: number, about: string) => expect(await queries(lab), about).toBe(count),
  }
})

const startUpstream = (lab: Lab) =>
  lab.host('server').run('tests:answers.ts', { args: [params.port], listens: { udp: params.port } })

/** Queries that the cache has sent so far. */
const queries = (lab: Lab): Promise<number> => lab.capture(`udp.dstport == ${params.port} && !icmp`).count()

/** `192.0.2.1`, `RCODE 3`; several rows with commas. */
export const textOf = ({ rcode, answers }: Reply): string =>
  answers.map(({ data }) => data).join(', ') || `RCODE ${rcode}`

/** Outcome of a lookup: text of the reply, or `an error with code ETIMEDOUT`. */
export const outcomeOf = (lookup: Promise<Reply>): Promise<string> =>
  lookup.then(
    (reply) => toldApart(textOf(reply), /^an error/),
    (error: Error & { code?: string }) => `an error with code ${error.code}`,
  )
