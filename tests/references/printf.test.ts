/** The hosts' printf beside that of GNU coreutils: the same lines, the same bytes, messages and exit status. */
import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Lab } from '#lab'
import { openSimulatedLab } from '#lab/on-disk/index.ts'

const LINES = [
  String.raw`'hits:1|c\nerrors:2|c'`,
  `'%-1200s' '?'`,
  `'%5.2d|%-4s|%x' 7 ab 255`,
  `'%s\\n' a b c`,
  `'%s=%d\\n' a 1 b`,
  `'%s%c%d|'`,
  `'%d %i %u %o %X\\n' 0x1f 010 -1 8 255`,
  `'%.3s|%05d|%+d|% d\\n' abcdef -42 7 7`,
  `'%#x|%#o|%#08x|%.0d|' 255 8 255 0`,
  `'%*d|%-*d|%*d|' 5 3 5 3 -5 3`,
  `'%c%c|%5c' abc d e`,
  `'%d\\n' "'A"`,
  `'%b|' 'a\\tb\\0101'`,
  `'%b' 'a\\cb' c`,
  String.raw`'\101\60\a\b\e\f\r\t\v\\'`,
  String.raw`'a\c b'`,
  String.raw`'\q%%\n'`,
  `'%5s|' é`,
  `-- '%s' --`,
  '%d 12x',
  '%d abc',
  "%d ''",
  "'%d %u|' 99999999999999999999 99999999999999999999 -9223372036854775809 -18446744073709551616",
  `%d "'AB"`,
  `'%d|' "'" ' 5' ' '`,
  '%z 1',
  'a%5% 1',
  '%.3c abc',
  '%#d 1',
  '%05s a',
  String.raw`'ab\xz'`,
  'a b c',
  '',
]

/** A program that prints in hexadecimal what a line of the shell writes, so every byte counts. */
const PROGRAM = `import { spawnSync } from 'node:child_process'
const { stdout, stderr, status } = spawnSync('/bin/sh', ['-c', process.argv[2]])
console.log(JSON.stringify({ stdout: stdout.toString('hex'), stderr: stderr.toString(), status }))
`

describe.skipIf(process.platform !== 'linux')('printf of a simulated host', () => {
  let lab: Lab
  beforeAll(async () => {
    lab = (await openSimulatedLab({ seed: 1, files: { submission: { 'program.mjs': PROGRAM } } })).lab
  })
  afterAll(() => lab.close())

  async function ours(line: string) {
    const program = await lab.host('server').run('program.mjs', { args: [`printf ${line}`] })
    await program.exited({ within: '1min' })
    return JSON.parse((await program.output()).stdout)
  }

  function real(line: string) {
    const env = { ...process.env, LC_ALL: 'C' }
    const { stdout, stderr, status } = spawnSync('/bin/sh', ['-c', `env printf ${line}`], { env })
    return { stdout: stdout.toString('hex'), stderr: stderr.toString(), status }
  }

  test.each(LINES)('printf %s', async (line) => {
    expect(await ours(line)).toEqual(real(line))
  })
})
