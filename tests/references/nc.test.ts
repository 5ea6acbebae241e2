/** The hosts' nc beside Debian's: the same lines of the shell, both ends on loopback, on a simulated host and on this machine. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Lab } from '#lab'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import { filesOfTools } from '#node/tools/index.ts'
import { missing } from '../support/requirements.ts'

/** A port that no other test uses; nothing listens on those behind it. */
const PORT = 15_440

/** Starts a listener, waits until it listens, runs the line, and shows what the listener has printed once that has ended. */
const beside = (listener: string, line: string) =>
  `(${listener} > heard.txt 2> said.txt; echo "listener $?" >> heard.txt) & sleep 1; ${line}; echo "status $?"; sleep 1; cat heard.txt said.txt`

const LINES = [
  beside(`nc -l ${PORT}`, `echo hi | nc -N 127.0.0.1 ${PORT}`),
  beside(`nc -lvn ${PORT}`, `echo hi | nc -Nvn 127.0.0.1 ${PORT}`),
  beside(`nc -l -p ${PORT}`, `nc -zv 127.0.0.1 ${PORT}`),
  beside(`printf 'a reply' | nc -N -l 127.0.0.1 ${PORT}`, `printf question | nc -N 127.0.0.1 ${PORT}`),
  beside(`nc -l ${PORT}`, `echo quiet | nc -w 1 127.0.0.1 ${PORT}`),
  beside(`nc -u -w 1 -l ${PORT}`, `echo datagram | nc -u -w 3 127.0.0.1 ${PORT}`),
  beside(`nc -6 -l ${PORT}`, `echo six | nc -N ::1 ${PORT}`),
  `nc -zv 127.0.0.1 ${PORT + 1}`,
  `nc -z 127.0.0.1 ${PORT + 1}`,
  `nc 127.0.0.1 ${PORT + 1}`,
  `nc -zv ::1 ${PORT + 1}`,
  `nc -zv 127.0.0.1 ${PORT + 1}-${PORT + 3}`,
  `nc -4 -zv ::1 ${PORT + 1}`,
  'nc 127.0.0.1',
  'nc 127.0.0.1 x',
  'nc -zv 127.0.0.1 70000',
  'nc -zv 127.0.0.1 0',
  'nc -w x 127.0.0.1 80',
  'nc -Q x',
  'nc -w',
  'nc a b c',
  `nc -z -l ${PORT}`,
]

/** Numbers of ephemeral ports differ. */
const lasting = (text: string) => text.replace(/(received on \S+) \d+/g, '$1 N')

describe.skipIf(missing('clients'))('nc of a simulated host', () => {
  let lab: Lab
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-nc-'))
  beforeAll(async () => {
    lab = (await openSimulatedLab({ seed: 1 })).lab
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true })
    await lab.close()
  })

  test.each(LINES)('%s', async (line) => {
    const env = { ...process.env, LC_ALL: 'C' }
    const real = spawnSync('sh', ['-c', line], { cwd: folder, encoding: 'utf8', env, input: '', timeout: 20_000 })
    const files = await filesOfTools(['nc'], (name) => readFileSync(`src/runtime/node/tools/${name}.cjs`, 'utf8'))
    const ours = await lab.host('server').run('/bin/sh', { args: ['-c', line], files, stdin: '' })
    const { code } = await ours.exited({ within: '1min' })
    const { stdout, stderr } = await ours.output()
    expect({ stdout: lasting(stdout), stderr: lasting(stderr), code }).toEqual({
      stdout: lasting(real.stdout),
      stderr: lasting(real.stderr),
      code: real.status,
    })
  })
})
