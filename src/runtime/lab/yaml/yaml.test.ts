import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { z } from 'zod'
import { editDistance } from '../suggest.ts'
import { FileProblems, parseLocated, plain, positionOf, readYaml } from './index.ts'

const Duration = z.string().regex(/^\d+ms$/, 'a duration like "10ms"')
const Node = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('host'), address: z.ipv4().optional(), hops: z.number().int().max(8).default(1) }),
  z.strictObject({ kind: z.literal('switch'), snooping: z.boolean().default(false) }),
])
const Leaks = z.union([z.boolean(), z.strictObject({ sockets: z.number(), listeners: z.array(z.number()) }).partial()])
const File = z.strictObject({
  version: z.literal(1),
  nodes: z.record(z.string().regex(/^[a-z]+$/, 'lower-case letters'), Node).default({}),
  delay: Duration.optional(),
  leaks: Leaks.optional(),
  ends: z.tuple([z.string(), z.string()]).optional(),
  action: z.enum(['pass', 'drop']).optional(),
})

/** The error text of a file, or its parsed value. */
function read(text: string): unknown {
  try {
    return readYaml('x.yaml', text, File)
  } catch (error) {
    if (error instanceof FileProblems) return error.message
    throw error
  }
}

describe('a YAML file with a schema', () => {
  test('is read with the schema applied', () => {
    expect(read('version: 1\nnodes: { a: { kind: host } }')).toEqual({
      version: 1,
      nodes: { a: { kind: 'host', hops: 1 } },
    })
  })

  test.each([
    ['a wrong value', 'version: 1\ndelay: 10', 'x.yaml:2:1: delay: found 10, expected text'],
    [
      'a wrong format, in the words of the schema',
      'version: 1\ndelay: 10 ms',
      'x.yaml:2:1: delay: found "10 ms", expected a duration like "10ms"',
    ],
    ['a missing key, at its parent', 'delay: 10ms', 'x.yaml:1:1: version: missing; expected 1'],
    [
      'a misspelt key, with the key meant',
      'version: 1\ndely: 10ms',
      'x.yaml:2:1: dely: unknown key "dely", expected one of version, nodes, delay, leaks, ends, action; did you mean "delay"?',
    ],
    [
      'a misspelt word, with the word meant',
      'version: 1\naction: dorp',
      'x.yaml:2:1: action: found "dorp", expected one of "pass", "drop"; did you mean "drop"?',
    ],
    [
      'an unknown kind',
      'version: 1\nnodes:\n  a: { kind: hsot }',
      'x.yaml:3:8: nodes.a.kind: found "hsot", expected one of "host", "switch"; did you mean "host"?',
    ],
    [
      'a key of another kind',
      'version: 1\nnodes:\n  a: { kind: switch, hops: 2 }',
      'x.yaml:3:22: nodes.a.hops: unknown key "hops", expected one of kind, snooping',
    ],
    [
      'a number out of range',
      'version: 1\nnodes: { a: { kind: host, hops: 9 } }',
      'x.yaml:2:27: nodes.a.hops: found 9, expected a number of at most 8',
    ],
    [
      'a name that is not allowed',
      'version: 1\nnodes: { A1: { kind: host } }',
      'x.yaml:2:10: nodes.A1: found the name "A1", expected lower-case letters',
    ],
    [
      'a list that is too short',
      'version: 1\nends: [a]',
      'x.yaml:2:1: ends: found a list of 1, expected a list of at least 2 items',
    ],
    [
      'a fault inside the fitting branch of a union',
      'version: 1\nleaks: { sokets: 1 }',
      'x.yaml:2:10: leaks.sokets: unknown key "sokets", expected one of sockets, listeners; did you mean "sockets"?',
    ],
    [
      'a value that fits no branch of a union',
      'version: 1\nleaks: yes',
      'x.yaml:2:1: leaks: found "yes", expected true or false or a map (key: value)',
    ],
    [
      'a syntax error',
      'version: [1',
      'x.yaml:1:12: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['a duplicate key', 'version: 1\nversion: 1', 'x.yaml:2:1: found version twice, expected each name once'],
    [
      'a missing colon',
      'version 1\nnodes: {}',
      'x.yaml:1:1: found "version 1" without a colon, expected "name: value"',
    ],
    [
      'a missing colon at the end',
      'nodes: {}\nversion',
      'x.yaml:2:1: found "version" without a colon, expected "name: value"',
    ],
    ['a missing space', 'version:1\nnodes: {}', 'x.yaml:1:1: found "version:1", expected a space after the colon'],
    [
      'a colon inside a value',
      'version: 1\ndelay: short: 5 ms',
      'x.yaml:2:8: found ": " inside the value, expected quotes around the value: "short: 5 ms"',
    ],
    [
      'a value that begins with a reserved character',
      'delay: `5 ms`',
      'x.yaml:1:8: found a value that begins with `, expected quotes around the value: "`5 ms`"',
    ],
    ['a tab', 'nodes:\n\ta: {}', 'x.yaml:2:1: found a tab, expected spaces in front of the name'],
    [
      'an alias without its anchor',
      'version: *one',
      'x.yaml:1:10: found the alias *one, expected an anchor &one before it',
    ],
    ['an alias inside itself', 'version: &a [*a]', 'x.yaml:1:14: the alias *a contains itself'],
    ['an empty file', '', 'x.yaml:1:1: found nothing, expected a map (key: value)'],
  ])('names %s', (_, text, message) => {
    expect(read(text)).toBe(message)
  })

  test('names all that is wrong, in the order of the file', () => {
    expect(String(read('version: 2\nnodes:\n  a: { kind: host, address: 10.0.0 }\naction: fail')).split('\n')).toEqual([
      'x.yaml:1:1: version: found 2, expected 1',
      'x.yaml:3:20: nodes.a.address: found "10.0.0", expected an IPv4 address like 10.0.0.1',
      'x.yaml:4:1: action: found "fail", expected one of "pass", "drop"',
    ])
  })

  test('cannot blow up through aliases', () => {
    const bomb = [
      'a: &a [1,1,1,1,1,1,1,1,1,1]',
      ...'bcdefg'.split('').map((name, i) => `${name}: &${name} [${Array(10).fill(`*${'abcdef'[i]}`)}]`),
    ]
    expect(read(bomb.join('\n'))).toMatch(/^x.yaml:\d+:\d+: the file has more than 100000 values$/)
  })
})

describe('a located value', () => {
  test('is what JSON would have and knows where each part stands', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        const parsed = JSON.parse(JSON.stringify(value))
        expect(plain(parseLocated('x.yaml', JSON.stringify(parsed)))).toEqual(parsed)
        expect(plain(parseLocated('x.yaml', stringify(parsed)))).toEqual(parsed)
      }),
    )
    const located = parseLocated('x.yaml', 'a:\n  - b: 1\n  - c: 2\n')
    expect(positionOf(located, ['a', 1, 'c'])).toEqual({ file: 'x.yaml', line: 3, column: 5 })
  })
})

test('edit distance counts insertions, deletions, replacements and swaps', () => {
  expect([
    editDistance('delay', 'dely'),
    editDistance('host', 'hsot'),
    editDistance('a', 'b'),
    editDistance('', 'abc'),
  ]).toEqual([1, 1, 1, 3])
})
