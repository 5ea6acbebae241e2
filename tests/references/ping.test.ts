/** The hosts' ping beside Debian's: the same lines on loopback, on a simulated host and on this machine. Times differ, everything else is equal. */
import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Lab } from '#lab'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import { missing } from '../support/requirements.ts'
import { onHost, type Result, ROUTED_TOPOLOGY, resultsInNamespaces } from './routed.ts'

const LINES = [
  'ping -c 1 127.0.0.1',
  'ping -c 2 -i 0.2 -s 100 127.0.0.1',
  'ping -c1 -n 127.0.0.1',
  'ping -c1 -s 8 127.0.0.1',
  'ping -c1 -s 16 127.0.0.1',
  'ping -c1 -t 7 127.0.0.1',
  'ping -c 1 -q 127.0.0.1',
  'ping -c 3 -i 0.1 -q 127.0.0.1',
  'ping -c1 -M do -s 70 127.0.0.1',
  'ping -c1 -s 3000 127.0.0.1',
  'ping -w 1 -c 1 127.0.0.1',
  'ping -i 5 -w 1 127.0.0.1',
  'ping -6 -c1 ::1',
  'ping -c1 -s 1000 ::1',
  'ping',
  'ping -c x 127.0.0.1',
  'ping -c 0 127.0.0.1',
  'ping -t 300 127.0.0.1',
  'ping -s x 127.0.0.1',
  'ping -s -1 127.0.0.1',
  'ping -M x 127.0.0.1',
]

const ROUTED = [
  'ping -c 2 -i 0.2 10.0.2.10',
  'ping -c 1 -t 1 10.0.2.10',
  'ping -c 1 -t 2 10.0.2.10',
  'ping -c 1 10.0.2.99',
  'ping -c 1 10.0.1.99',
  'ping -c 1 10.9.9.9',
  'ping -c 1 192.0.2.1',
  'ping -c 1 -M do -s 1272 10.0.2.10',
  'ping -c 1 -M do -s 1290 10.0.2.1',
  'ping -c 1 -M do -s 1480 10.0.2.1',
  'ping -c 1 -M do -s 1290 10.0.2.10',
  'ping -c 1 -M dont -s 1400 10.0.2.10',
  'ping -c 1 fd00:2::10',
  'ping -c 1 -t 1 fd00:2::10',
  'ping -c 1 fd00:9::1',
  'ping -c 1 -W 3 -q 10.0.2.10',
]

/** Without what takes another time in each run. */
const lasting = (text: string) =>
  text
    .replace(/time=[\d.]+ ms/g, 'time=N ms')
    .replace(/time \d+ms/g, 'time Nms')
    .replace(/= [\d.]+\/[\d.]+\/[\d.]+\/[\d.]+ ms/g, '= N ms')

describe.skipIf(missing('ping'))('ping of a simulated host', () => {
  let lab: Lab
  beforeAll(async () => {
    lab = (await openSimulatedLab({ seed: 1 })).lab
  })
  afterAll(() => lab.close())

  test.each(LINES)('%s', async (line) => {
    const { stdout, stderr, status } = spawnSync('sh', ['-c', line], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    })
    const ours = await onHost(lab, 'server', line, ['ping'])
    expect({ stdout: lasting(ours.stdout), stderr: ours.stderr, code: ours.code }).toEqual({
      stdout: lasting(stdout),
      stderr,
      code: status,
    })
  })
})

describe.skipIf(missing('ping', 'namespaces'))('ping of a simulated host, through a router', () => {
  let real: Result[] = []
  beforeAll(() => {
    real = resultsInNamespaces(ROUTED)
  }, 60_000)

  test.each(ROUTED.map((line, i) => [line, i] as const))('%s', async (line, i) => {
    const { lab } = await openSimulatedLab({ seed: 1, topology: ROUTED_TOPOLOGY })
    const ours = await onHost(lab, 'near', line, ['ping'])
    const { stdout, stderr, code } = real[i]!
    expect({ ...ours, stdout: lasting(ours.stdout) }).toMatchObject({ stdout: lasting(stdout), stderr, code })
    await lab.close()
  })
})
