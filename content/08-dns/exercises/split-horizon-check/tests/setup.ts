import { expect, LabError, labTest } from 'ackademy/lab'
import type { Answer, Report } from './contract.ts'

export const INSIDE = '10.0.0.53'
export const OUTSIDE = '203.0.113.53'
export const API = 'api.lab.test'

/** A client whose own server is the one inside. */
export const test = labTest(async (lab) => {
  const client = lab.host('client')
  await client.writeFile('/etc/resolv.conf', `nameserver ${INSIDE}\n`)
  return {
    verify: async (name: string, servers: string[]) => {
      const { verify } = await client.load<typeof import('./contract.ts')>('verify.ts')
      return outcomeOf(verify(name, servers), `the report on ${name}`)
    },
    others: () => client.load<typeof import('./programs/others.ts')>('tests:others.ts'),
  }
})

async function outcomeOf(call: Promise<Report>, what: string): Promise<Report> {
  const failed = (thrown: unknown) => {
    if (thrown instanceof LabError) throw thrown
    return `an error, ${(thrown as Error).message}`
  }
  const report = await expect(call.catch(failed), what).toHappen()
  expect(typeof report === 'string' ? report : 'a report', what).toBe('a report')
  return report as Report
}

export const expectLookup = ({ lookup }: Report, name: string, wanted: string): void =>
  expect(shown(lookup), `what lookup says of ${name}`).toBe(wanted)

export const expectServers = ({ servers }: Report, name: string, wanted: string[]): void => {
  const lines = (Array.isArray(servers) ? servers : []).map((one) => `${one.server}: ${shown(one)}`)
  expect(lines, `what the servers say of ${name}`).toEqual(wanted)
}

export const expectVerdict = ({ verdict }: Report, name: string, wanted: string): void =>
  expect(verdict, `the verdict on ${name}`).toBe(wanted)

const shown = (answer?: Answer): string =>
  answer?.code ? String(answer.code) : (answer?.addresses ?? []).map(String).join(' ') || 'no addresses and no code'
