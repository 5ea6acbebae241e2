import { expect, labTest, seededValues } from 'ackademy/lab'
import { params } from './params.ts'

/** Kinds of `programs/suspect.ts`, and the paragraph that allows or forbids what each does. */
export const RIGHT = {
  plain: 0,
  slow: 1,
  reversed: 2, // RFC 1035, 4.2.1: "responses may be reordered by the network, or by processing in name servers"
  withoutPointers: 3, // RFC 1035, 4.1.4: "Programs are free to avoid using pointers"
  talkative: 4, // RFC 1034, 4.3.2, step 6: "add other RRs which may be useful to the additional section"
  sparse: 5, // RFC 4343, 4.1: names in records keep the zone's case
}
export const BROKEN = {
  withoutAa: 10, // RFC 1035, 4.1.1: AA "specifies that the responding name server is an authority"
  nameError: 11, // RFC 2308, 2.2: "NODATA is indicated by an answer with the RCODE set to NOERROR"
  withoutSoa: 12, // RFC 2308, 3: servers "MUST include the SOA record of the zone in the authority section"
  soaTtl: 13, // RFC 2308, 3: the TTL is "the minimum of the MINIMUM field of the SOA record and the TTL of the SOA itself"
  onlyOwners: 14, // RFC 4592, 2.2.2: 'empty non-terminals "exist"'
  wildBelow: 15, // RFC 4592, 3.3.1: without `*.` at the closest encloser "there will be no wildcard synthesis"
  caseSensitive: 16, // RFC 4343, 3: an uppercase letter "MUST" match the lowercase one
  lowercasing: 17, // RFC 1034, 6.2.1: the question "matches the question section of the query"; RFC 4343, 4.1
  shortPointers: 18, // RFC 1035, 4.1.4: the offset of a pointer has 14 bits
  withoutTc: 19, // RFC 1035, 4.2.1: "Longer messages are truncated and the TC bit is set in the header"
  withoutOpt: 20, // RFC 6891, 6.1.1: "compliant responders MUST include an OPT record"
  anyVersion: 21, // RFC 6891, 6.1.3: "it MUST respond with RCODE=BADVERS"
  deafToOpt: 22, // RFC 6891, 6.1.1, as above
  answersReplies: 23, // RFC 1035, 4.1.1: QR "specifies whether this message is a query (0), or a response (1)"
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
