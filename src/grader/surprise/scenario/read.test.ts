// cspell:ignore mned polcy
import { describe, expect, test } from 'vitest'
import { readScenario } from './index.ts'

const SMALL = `version: 1
id: small
title: Small
report: It doesn't work.
parameters: { policy: pass }
topology:
  nodes:
    a: { interfaces: { eth0: { addresses: [10.0.0.1/24] } } }
    fw:
      kind: firewall
      filter: [{ protocol: tcp, action: "\${policy}" }]
      interfaces: { eth0: { addresses: [10.0.0.2/24] } }
  links:
    - { endpoints: ["a:eth0", "fw:eth0"] }
programs: { client.mjs: "process.exit(1)" }
client: { host: a, program: client.mjs, within: 1s, works: It ends. }
shells: [a]
faults:
  - { id: one, name: One, set: { policy: drop }, proof: [{ from: a, to: fw, filter: tcp, says: a segment }], because: So., mendedBy: [mend] }
  - { id: two, name: Two, proof: [{ from: a, to: fw, filter: udp, says: a datagram }], because: So., mendedBy: [mend] }
repairs:
  - { id: mend, name: Mend, set: { policy: pass } }
  - { id: other, name: Other }
difficulty: 1
hints: [Look.]
`
const problemsOf = (from: string, to: string) => {
  expect(SMALL).toContain(from)
  return () => readScenario('small.yaml', SMALL.replace(from, to))
}

describe('a scenario', () => {
  test('is read with its world, where parameters have their values', () => {
    const { world, links, faults } = readScenario('small.yaml', SMALL)
    expect(links).toEqual([['a', 'fw']])
    expect(JSON.parse(world.text)).toMatchObject({ version: 1, parameters: { policy: 'pass' } })
    expect(faults.map(({ events }) => events)).toEqual([[], []])
  })

  test.each([
    [
      'an unknown field',
      'title: Small',
      'tittle: Small',
      /small\.yaml:3:1: tittle: unknown key "tittle".*did you mean "title"/,
    ],
    [
      'an unknown parameter',
      '{ policy: drop }',
      '{ polcy: drop }',
      /small\.yaml:19:\d+: faults\[0\]\.set\.polcy: found "polcy", expected one of policy; did you mean "policy"/,
    ],
    [
      'a value that the world refuses',
      '{ policy: drop }',
      '{ policy: dorp }',
      /small\.yaml:\d+:\d+: topology\.nodes\.fw\.filter\[0\]\.action: found "dorp".*\(with the fault "one"\)/,
    ],
    ['a wrong topology', 'a:eth0", "fw', 'a:eth0", "fx', /small\.yaml:14:\d+: topology\.links\[0\]\.endpoints\[1\]/],
    [
      'a link that does not exist',
      'to: fw, filter: tcp',
      'to: db, filter: tcp',
      /small\.yaml:19:\d+: faults\[0\]\.proof\[0\]\.from: found a link between a and db, expected one of a–fw/,
    ],
    [
      'a filter that makes no sense',
      'filter: udp',
      'filter: udq',
      /small\.yaml:20:\d+: faults\[1\]\.proof\[0\]\.filter: .*column 1 of the filter/,
    ],
    [
      'an unknown repair',
      'mendedBy: [mend] }\n  - { id: two',
      'mendedBy: [mned] }\n  - { id: two',
      /small\.yaml:19:\d+: faults\[0\]\.mendedBy\[0\]: found "mned", expected one of mend, other/,
    ],
    [
      'an unknown program',
      'program: client.mjs',
      'program: clint.mjs',
      /small\.yaml:16:\d+: client\.program: found "clint\.mjs", expected one of client\.mjs/,
    ],
    [
      'an unknown host',
      'shells: [a]',
      'shells: [b]',
      /small\.yaml:17:\d+: shells\[0\]: found "b", expected one of a, fw/,
    ],
    [
      'two faults of one id',
      'id: two',
      'id: one',
      /small\.yaml:20:\d+: faults\[1\]\.id: found "one", expected an id that no other fault has/,
    ],
  ])('is refused with file, line and field for %s', (_, from, to, expected) => {
    expect(problemsOf(from, to)).toThrow(expected)
  })
})
