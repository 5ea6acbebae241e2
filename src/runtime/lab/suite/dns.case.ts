import { expect } from 'vitest'
import type { SpecGroup } from './spec.fixture.ts'

/** A name server 5 ms away, and what a program's own resolver makes of it. */
const WITH_ZONES = {
  file: 'zones.yaml',
  text: `
version: 1
name: zones
topology:
  nodes:
    client: { interfaces: { eth0: { addresses: [10.0.9.1/24] } } }
    ns:
      interfaces: { eth0: { addresses: [10.0.9.53/24] } }
      zones:
        lab.test:
          - "@ NS ns"
          - "ns A 10.0.9.53"
          - "www 60 A 192.0.2.80"
          - "www 60 A 192.0.2.81"
          - "www AAAA 2001:db8::80"
          - "alias CNAME www"
          - "@ MX 10 mail"
          - "mail A 192.0.2.25"
          - '@ TXT "v=spf1 -all" second'
          - "*.apps A 192.0.2.99"
          - "given NS ns.given"
          - "ns.given A 10.0.9.54"
          - "deep.below A 192.0.2.1"
          - 'long TXT ${'x'.repeat(250)} ${'y'.repeat(250)} ${'z'.repeat(250)} ${'w'.repeat(250)} ${'v'.repeat(250)} ${'u'.repeat(250)}'
  links: [{ endpoints: ["client:eth0", "ns:eth0"], delay: 5ms }]
`,
}

const ASK = `
import { Resolver } from 'node:dns/promises'
const resolver = new Resolver({ timeout: 1000, tries: 1 })
resolver.setServers(['10.0.9.53'])
for (const question of process.argv.slice(2)) {
  const [type, name] = question.split(' ')
  const answer = await resolver.resolve(name!, type as 'A').catch((error) => error.code)
  console.log(JSON.stringify(Array.isArray(answer) ? answer.toSorted() : answer))
}
`
const submission = { 'ask.ts': ASK }

export const dnsSpecs: SpecGroup = (spec) => {
  spec(
    'a host answers for the zones that its topology gives it',
    { topology: WITH_ZONES, submission },
    async ({ lab }) => {
      const names = [
        'www.lab.test',
        'WWW.Lab.Test',
        'alias.lab.test',
        'one.apps.lab.test',
        'none.lab.test',
        'below.lab.test',
      ]
      const args = [...names.map((name) => `A ${name}`), 'A www.example.com', 'MX lab.test']
      const program = await lab.host('client').run('ask.ts', { args })
      const answers = []
      for (const _ of args) answers.push(await program.json())
      const both = ['192.0.2.80', '192.0.2.81']
      expect(answers.slice(0, 4)).toEqual([both, both, both, ['192.0.2.99']])
      expect(answers.slice(4, 7)).toEqual(['ENOTFOUND', 'ENODATA', 'EREFUSED'])
      expect(answers[7]).toMatchObject([{ exchange: 'mail.lab.test', priority: 10 }])
      expect(await lab.capture('dns.flags.response == 1 && dns.flags.authoritative == 0').count()).toBe(1)
    },
  )

  spec(
    'an answer that is too long for a datagram is asked for again over TCP',
    { topology: WITH_ZONES, submission },
    async ({ lab }) => {
      const program = await lab.host('client').run('ask.ts', { args: ['TXT long.lab.test'] })
      expect((await program.json<string[][]>())[0]!.map((text) => text.length)).toEqual(Array(6).fill(250))
      expect((await lab.capture('udp && dns.flags.truncated == 1').next()).udp).toBeDefined()
      expect(await lab.capture('tcp.dstport == 53 && tcp.flags.syn == 1').count()).toBe(1)
    },
  )
}
