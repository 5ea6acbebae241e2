/** The hosts' text tools beside Debian's: the same lines, on a simulated host and on this machine, in the C locale. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Lab } from '#lab'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import { filesOfTools, toolsNamed } from '#node/tools/index.ts'
import { missing } from '../support/requirements.ts'

const FOLDER = 'src/runtime/node/tools'
const NAMES = readdirSync(FOLDER).flatMap((name) => /^(.*)\.cjs$/.exec(name)?.[1] ?? [])

const FILES = {
  'log.txt': `GET /index.html 200 512
GET /api/users 200 73
POST /api/users 201 12
GET /missing 404 0
get /api/users?page=2 200 90

DELETE /api/users/1 500 3
GET /index.html 200 512`,
  'table.txt': 'web\t10.0.0.10\t80\ndb\t10.0.0.9\t5432\ncache\t10.0.0.9\t6379\nno tabs here\nweb\t10.0.0.10\t443\n',
  'colons.txt': 'root:x:0:0\nnode:x:1000:1000\n:empty::\nalone\n',
  'numbers.txt': '10\n9\n-3\n2.5\n2.50\nten\n\n10\n',
  'repeats.txt': 'a\na\nA\nb\nb\nb\nc\na\n',
  'zeros.txt': `${'\0'.repeat(48)}end`,
}

const LINES: Record<string, readonly string[]> = {
  grep: [
    'grep GET log.txt',
    'grep -n 404 log.txt',
    'grep -c users log.txt',
    'grep -i get log.txt',
    'grep -v GET log.txt',
    "grep -E '(200|404) [0-9]+$' log.txt",
    "grep -o '/[a-z]*' log.txt",
    'grep -l users log.txt table.txt nothing.txt',
    'grep web log.txt table.txt',
    "grep -F 'users?page' log.txt",
    "grep 'users?page' log.txt",
    "grep 'users/\\?1' log.txt",
    "grep '^$' log.txt",
    'grep -w 20 log.txt; grep -w 200 log.txt',
    'grep -x alone colons.txt',
    'grep -q nothing log.txt',
    'grep -A1 -n POST log.txt',
    'grep -B1 -A1 users log.txt',
    'grep -e POST -e DELETE log.txt',
    "cat log.txt | grep -n '[[:upper:]]\\{4,\\} '",
    "grep '[' log.txt",
    "grep 'x[a' log.txt",
    "grep 'a\\{2' log.txt",
    "grep 'a\\{x\\}' log.txt",
    "grep -E 'b{2}|/{1,}api|x{' log.txt",
    "grep '[[:nothing:]]' log.txt",
    "grep -E '(' log.txt",
    'grep -m 2 GET log.txt',
    'grep',
    'grep -% x log.txt; grep --nothing x',
    'grep -hn web table.txt log.txt',
    "grep 'a*' repeats.txt",
    "grep '*' log.txt",
  ],
  tail: [
    'tail -n 2 log.txt',
    'tail -3 table.txt',
    'tail -n +6 log.txt',
    'tail -c 5 log.txt',
    'tail -c +150 log.txt',
    'tail -n 1 table.txt colons.txt',
    'tail -q -n 1 table.txt colons.txt',
    'tail -v -n 1 table.txt',
    'tail -n 0 log.txt',
    'cat log.txt | tail -n1',
    'tail nothing.txt',
    'tail -n x log.txt',
    'tail -Z log.txt',
    'tail numbers.txt',
  ],
  sort: [
    'sort log.txt',
    'sort -r repeats.txt',
    'sort -n numbers.txt',
    'sort -rn numbers.txt',
    'sort -u repeats.txt',
    'sort -n -u numbers.txt',
    'sort -k2,2 -k3,3n table.txt',
    'sort -t: -k3,3n colons.txt',
    'sort -t: -k3nr colons.txt',
    'sort -f repeats.txt',
    'sort -s -k4,4 log.txt',
    'sort -c repeats.txt',
    'sort -c numbers.txt',
    'sort nothing.txt',
    'sort -Z log.txt',
    'sort -t ab log.txt',
    'cut -f2 table.txt | sort | uniq -c | sort -rn',
  ],
  uniq: [
    'uniq repeats.txt',
    'uniq -c repeats.txt',
    'uniq -d repeats.txt',
    'uniq -u repeats.txt',
    'uniq -i repeats.txt',
    'uniq -ci repeats.txt',
    'sort repeats.txt | uniq -c',
    'uniq -f1 table.txt',
    'uniq -w1 repeats.txt',
    'uniq -s 1 repeats.txt',
    'uniq nothing.txt',
    'uniq -w x repeats.txt',
    'uniq -Z',
    'uniq a b c',
    'uniq repeats.txt out.txt; cat out.txt',
  ],
  cut: [
    'cut -f2 table.txt',
    'cut -f1,3 table.txt',
    'cut -d: -f3- colons.txt',
    'cut -d: -f-2 colons.txt',
    'cut -s -f1 table.txt',
    'cut -c1-3 log.txt',
    'cut -b 2,4 log.txt',
    'cut -d: -f1,3 --output-delimiter=/ colons.txt',
    'cut --complement -d: -f2 colons.txt',
    'cat log.txt | cut -d" " -f3',
    'cut log.txt',
    'cut -f0 table.txt',
    'cut -f3-1 table.txt',
    'cut -fx table.txt',
    'cut -d ab -f1 table.txt',
    'cut -f1 nothing.txt',
    'cut -c1 -f1 table.txt',
    'cut -c1 -s log.txt',
  ],
  hexdump: [
    'hexdump -C table.txt',
    'hexdump table.txt',
    'hexdump -C zeros.txt',
    'hexdump -v -C zeros.txt',
    'hexdump zeros.txt',
    'hexdump -n 20 -C log.txt',
    'hexdump -s 5 -n 20 -C log.txt',
    'hexdump -x colons.txt',
    'printf abc | hexdump -C',
    'printf abc | hexdump',
    'printf "" | hexdump -C',
    'hexdump -C nothing.txt',
    'printf "\\377\\000\\001" | hexdump -C',
  ],
  xxd: [
    'xxd table.txt',
    'xxd -p table.txt',
    'xxd -l 20 log.txt',
    'xxd -s 5 -l 20 log.txt',
    'xxd -c 8 colons.txt',
    'xxd -g 1 colons.txt',
    'xxd -g 4 colons.txt',
    'xxd -u colons.txt',
    'xxd -b -l 8 colons.txt',
    'xxd colons.txt | xxd -r',
    'xxd -p colons.txt | xxd -r -p',
    'printf "0a 62 63" | xxd -r -p',
    'printf "\\377\\000x" | xxd',
    'xxd nothing.txt',
    'printf "" | xxd',
  ],
  date: [
    'date -u -d @0',
    'date -u -d @1700000000 +%s',
    'date -u -d @1700000000 "+%Y-%m-%d %H:%M:%S"',
    'date -u -d @1700000000 "+%a %A %b %B %C %d %D %e %F %h %I %j %k %l %m %M %p %r %R %S %T %u %w %y %Y %z %:z %Z %% %c %x %X"',
    'date -u -d 2024-02-29',
    'date -u -d "2024-12-31 23:59:59" +%j',
    'date -u -d 2023-02-29',
    'date -u -d nonsense',
    'date -u -R -d @1700000000',
    'date -u -Iseconds -d @1700000000',
    'date -u -I -d @1700000000',
    'date -Z',
    'date nonsense',
    'date -u -d @1700000000.25 +%s.%N',
    'date +x +y',
  ],
}

describe.skipIf(missing('clients'))('a tool of a simulated host', () => {
  let lab: Lab
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-tools-'))
  beforeAll(async () => {
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text)
    lab = (await openSimulatedLab({ seed: 1, files: { submission: FILES } })).lab
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true })
    await lab.close()
  })

  describe.each(Object.entries(LINES))('%s', (_, lines) => {
    test.each(lines)('%s', async (line) => {
      const env = { ...process.env, LC_ALL: 'C' }
      const real = spawnSync('/bin/sh', ['-c', line], { cwd: folder, encoding: 'latin1', env, input: '' })
      const files = await filesOfTools(toolsNamed(line, NAMES), (name) =>
        readFileSync(join(FOLDER, `${name}.cjs`), 'utf8'),
      )
      const ours = await lab.host('server').run('/bin/sh', { args: ['-c', line], files, stdin: '' })
      const { code } = await ours.exited({ within: '1min' })
      expect({ ...(await ours.output()), code }).toEqual({
        stdout: real.stdout,
        stderr: real.stderr,
        code: real.status,
      })
    })
  })
})
