/** The hosts' dig beside Debian's: the same lines to the same server, on a simulated host and on this machine. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drawParams } from '#grader'
import type { Lab } from '#lab'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import { course } from '../grader/course.ts'
import { missing } from '../support/requirements.ts'

/** Ports that no other test uses; nothing listens on the second. */
const [PORT, NOTHING] = [15_391, 15_392]

/** Servers of the course: one authoritative, one whose long answers continue over TCP. */
const EXERCISES = { authoritative: 'dns-authoritative', truncating: 'dns-truncation-tcp' }

const ASKED: Record<keyof typeof EXERCISES, string[]> = {
  authoritative: [
    'web.lab.test',
    'lab.test MX +noedns',
    'mail.lab.test AAAA +nocookie',
    'www.lab.test',
    'web.lab.test TXT +nostats',
    'nothing.lab.test +norecurse',
    'lab.test SOA +short',
    '+short www.lab.test',
    '+noall +answer web.lab.test TXT mail.lab.test AAAA',
    '-x 10.0.0.1',
    '-x 2001:db8::25',
    '-t NS lab.test.',
    'example.com',
    'lab.test TYPE1234',
    'web.lab.test +nocmd +nocomments',
    'web.lab.test +noquestion +noauthority',
    'a-name-that-is-longer-than-a-column.wild.lab.test',
    '-q web.lab.test -4',
  ],
  truncating: [
    '+noedns +ignore many.lab.test TXT +nostats',
    '+noedns many.lab.test TXT',
    'few.lab.test TXT +tcp',
    'few.lab.test ANY +noall +answer',
    '+bufsize=4096 +ignore many.lab.test TXT +noall +comments',
  ],
}

/** Without a reply: errors of the command line, of names, and of servers. */
const FAILING = [
  `-p ${NOTHING} x.test`,
  `-p ${NOTHING} +tcp +tries=1 x.test`,
  `-p ${NOTHING} +short +tries=2 x.test`,
  'a..b',
  `${'a'.repeat(64)}.test`,
  '+nosuch x.test',
  '-z',
  '-p none x.test',
  '-x 1.2.3',
  '@nowhere x.test',
]

interface Result {
  stdout: string
  stderr: string
  code: number | null
}

/** Removes what differs between any two runs, and the version of BIND. */
const lasting = ({ stdout, stderr, code }: Result) => ({
  stdout: stdout
    .replace(/DiG 9\.18\S*/, 'DiG 9.18')
    .replace(/id: \d+/, 'id: N')
    .replace(/Query time: \d+ msec/, 'Query time: N msec')
    .replace(/WHEN: \w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4}/, 'WHEN')
    .replace(/COOKIE: [0-9a-f]+/, 'COOKIE: N'),
  stderr,
  code,
})

function onThisMachine(args: string[]): Result {
  const { stdout, stderr, status } = spawnSync('dig', args, { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } })
  return { stdout, stderr, code: status }
}

async function onHost(lab: Lab, args: string[]): Promise<Result> {
  const dig = await lab.host('server').run('/bin/sh', { args: ['-c', `dig ${args.join(' ')}`] })
  const { code } = await dig.exited({ within: '1min' })
  return { ...(await dig.output()), code }
}

describe.skipIf(missing('clients'))('dig of a simulated host', () => {
  describe.each(Object.entries(EXERCISES))('asking the %s server', (kind, id) => {
    let lab: Lab
    let server: ChildProcess
    let folder: string
    beforeAll(async () => {
      const { exercise, starter, solution, given } = course.exercise(id)
      const params = { ...drawParams(exercise, 'sample', 'simulated'), port: PORT }
      const files = {
        ...given,
        ...starter,
        ...solution,
        'params.ts': `export const params = ${JSON.stringify(params)}\n`,
      }
      folder = mkdtempSync(join(tmpdir(), 'ackademy-dig-'))
      for (const [name, text] of Object.entries({ ...files, 'package.json': '{"type":"module"}' }))
        writeFileSync(join(folder, name), text)
      server = spawn(process.execPath, ['server.ts'], { cwd: folder })
      while (onThisMachine(['@127.0.0.1', '-p', `${PORT}`, '+tries=1', '+time=1', 'x.test']).code !== 0)
        await delay(100)
      lab = (await openSimulatedLab({ seed: 1, files: { submission: files } })).lab
      await lab.host('server').run('server.ts', { listens: { udp: PORT } })
    })
    afterAll(async () => {
      server.kill()
      rmSync(folder, { recursive: true })
      await lab.close()
    })

    test.each(ASKED[kind as keyof typeof EXERCISES])('%s', async (line) => {
      const args = ['@127.0.0.1', '-p', `${PORT}`, ...line.split(' ')]
      expect(lasting(await onHost(lab, args))).toEqual(lasting(onThisMachine(args)))
    })
  })

  test.each(FAILING)('fails as the real one does: %s', async (line) => {
    const { lab } = await openSimulatedLab({ seed: 1 })
    const args = ['@127.0.0.1', ...line.split(' ')]
    expect(lasting(await onHost(lab, args))).toEqual(lasting(onThisMachine(args)))
    await lab.close()
  })

  test('says that a server does not answer, after three tries of five seconds', async () => {
    const { lab } = await openSimulatedLab({ seed: 1 })
    await lab.host('server').udp(53)
    const { stdout, code } = await onHost(lab, ['@127.0.0.1', 'x.test'])
    expect(stdout.match(/^;; communications error to 127\.0\.0\.1#53: timed out$/gm)).toHaveLength(3)
    expect(stdout).toMatch(/;; no servers could be reached\n$/)
    expect([code, Math.round(lab.clock.now / 1000)]).toEqual([9, 15])
    await lab.close()
  })
})
