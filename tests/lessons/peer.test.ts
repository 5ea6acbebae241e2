/** The program that grows through module 12: each version does what its lesson says. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { openSimulatedLab } from '#lab/on-disk/index.ts'

const FOLDER = 'content/12-nat-and-peer-to-peer'
const read = (file: string) => readFileSync(`${FOLDER}/${file}`, 'utf8')
/** The four kinds of NAT that lesson 12.3 has in its table. */
const KINDS = {
  'full cone': ['endpoint', 'endpoint'],
  'address-restricted': ['endpoint', 'address'],
  'port-restricted': ['endpoint', 'address-and-port'],
  symmetric: ['address-and-port', 'address-and-port'],
} as const
type Kind = keyof typeof KINDS
const NAMES = Object.keys(KINDS) as Kind[]

async function twoHomes(version: string, kindA: Kind, kindB: Kind) {
  const [mappingA, filteringA] = KINDS[kindA]
  const [mappingB, filteringB] = KINDS[kindB]
  const { lab } = await openSimulatedLab({
    topology: 'twin-nat',
    params: { mappingA, filteringA, mappingB, filteringB, ports: 'random' },
    seed: 1,
    files: {
      submission: {
        'peer.ts': read(`peer/${version}.ts`),
        'stun.ts': read(`figures/${version === '12-4' ? 'last-resort/turn' : 'two-homes/stun'}.ts`),
        'rendezvous.ts': read('peer/rendezvous.ts'),
      },
    },
  })
  await lab.host('stun').run('stun.ts')
  await lab.host('stun').run('rendezvous.ts')
  return lab
}

/** What both print within 6 s. */
async function printed(version: string, kindA: Kind, kindB: Kind): Promise<string[]> {
  const lab = await twoHomes(version, kindA, kindB)
  try {
    const [a, b] = [await lab.host('a').run('peer.ts'), await lab.host('b').run('peer.ts')]
    await lab.clock.advance('6s')
    return [await a.output(), await b.output()].map(({ stdout, stderr }) => stdout + stderr)
  } finally {
    await lab.close()
  }
}

describe('the program of module 12', () => {
  test.each([
    ['port-restricted', /one port for all destinations/],
    ['symmetric', /a port for each destination/],
  ] as const)('12.2 sees what a %s NAT does with two destinations', async (kind, says) => {
    expect((await printed('12-2', kind, kind))[0]).toMatch(says)
  })

  const pairs = NAMES.flatMap((a) => NAMES.map((b) => [a, b] as const))
  test.each(pairs)('12.3: %s and %s', async (kindA, kindB) => {
    const isSymmetric = (kind: Kind) => kind === 'symmetric'
    const looksAtPorts = (kind: Kind) => KINDS[kind][1] === 'address-and-port'
    const fails = (isSymmetric(kindA) && looksAtPorts(kindB)) || (isSymmetric(kindB) && looksAtPorts(kindA))
    for (const text of await printed('12-3', kindA, kindB))
      if (fails) expect(text).toMatch(/no direct path/)
      else expect(text).toMatch(/direct: [\s\S]*says hello|says hello[\s\S]*direct: /)
  })

  test.each([
    ['port-restricted', 'direct'],
    ['symmetric', 'relayed'],
  ] as const)('12.4: two %s NATs meet, %s', async (kind, how) => {
    for (const text of await printed('12-4', kind, kind)) {
      expect(text).toMatch(new RegExp(`^${how}: `, 'm'))
      expect(text).toMatch(/says hello/)
    }
  })

  test('12.3 ignores a stranger who doesn’t know the word', async () => {
    const lab = await twoHomes('12-3', 'full cone', 'full cone')
    const a = await lab.host('a').run('peer.ts')
    await lab.clock.advance('1s')
    const port = Number(/outside: [\d.]+:(\d+)/.exec((await a.output()).stdout)![1])
    const stranger = await lab.host('stun').udp(5000)
    await stranger.send('say guess you-trust-me', ['203.0.113.7', port])
    await stranger.send('seen guess', ['203.0.113.7', port])
    await lab.clock.advance('1s')
    expect((await a.output()).stdout).not.toMatch(/says|direct/)
    await lab.close()
  })
})
