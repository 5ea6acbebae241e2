import { expect, labTest, seededValues } from 'ackademy/lab'
import { params } from './params.ts'

/** Kinds of `programs/suspect.ts`. */
export const RIGHT = { plain: 0, slow: 1, swapped: 2, reversed: 3 }
export const BROKEN = {
  silent: 10,
  deafToEmpty: 11,
  throughText: 12,
  cutsLong: 13,
  firstClientOnly: 14,
  ignoresEqual: 15,
  joins: 16,
  otherPort: 17,
  repliesTwice: 18,
}
export const SERVERS = [1, 2, 3, 4, 5].map((n) => `server-${n}`)
export const DATAGRAMS = `udp.dstport == ${params.port} && ip.src == 10.0.0.10`
/** Longest time that a judge may take. */
export const TRIAL = '31s'

/** Puts five servers of these kinds on hosts that the seed draws; `trial` runs the learner's program. */
export const test = labTest(async (lab) => ({
  /** Returns the host of each kind, in the order of the kinds. */
  suspects: async (kinds: number[]): Promise<string[]> => {
    const hosts = seededValues(lab, `hosts of ${kinds}`).shuffled(SERVERS)
    for (const [n, kind] of kinds.entries())
      await lab.host(hosts[n]!).run('tests:suspect.ts', { args: [kind], listens: { udp: params.port } })
    return hosts
  },
  /** Returns the verdict on a host: `right`, `broken`, `missing`, or how often it came. */
  trial: async (): Promise<(host: string) => string> => {
    const judge = await lab.host('judge').run('judge.ts')
    await expect(judge.exited({ within: '30s' }), 'the end of your program').toHappen()
    const { stdout } = await judge.output()
    const words = stdout.split('\n').map((line) => line.trim().split(/[\s:]+/))
    return (host) => {
      const verdicts = words.filter(([name, verdict]) => name === host && /^(right|broken)$/.test(verdict ?? ''))
      return verdicts.length > 1 ? `given ${verdicts.length} times` : (verdicts[0]?.[1] ?? 'missing')
    }
  },
}))
