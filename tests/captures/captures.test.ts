/**
 * Wireshark reads every capture that any test makes. Here: the hook keeps what a test file's worlds put on their links, and the reading finds what is wrong. With
 * ACKADEMY_CAPTURES_READ=FOLDER, after a run of tests that kept theirs there (`npm run prove captures`), each of them is read.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { MILLISECOND, writePcapng } from '../../src/runtime/network/index.ts'
import { lan, pattern, transfer } from '../network/worlds.ts'
import { missing } from '../support/requirements.ts'
import { complaintsAbout } from './complaints.ts'
import { WRONG_ON_PURPOSE } from './on-purpose.ts'

const SAMPLES = ['src/runtime/network/host/loopback.test.ts', 'src/runtime/lab/simulated/observe.test.ts']
const noTshark = missing('tshark')
const scratch = mkdtempSync(join(tmpdir(), 'ackademy-captures-'))
afterAll(() => rmSync(scratch, { recursive: true }))

describe.skipIf(noTshark)('captures of tests', () => {
  test('are kept by the hook, and Wireshark has nothing against a sample of them', { timeout: 120_000 }, async () => {
    const folder = join(scratch, 'kept')
    const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...SAMPLES]
    const env = { ...process.env, ACKADEMY_CAPTURES: folder }
    const { status, stdout } = spawnSync(process.execPath, vitest, { encoding: 'utf8', env })
    expect(status, stdout).toBe(0)
    expect(readdirSync(folder)).not.toEqual([])
    for (const name of readdirSync(folder)) {
      const { packets, wrong } = await complaintsAbout(join(folder, name))
      expect(packets).toBeGreaterThan(0)
      expect(wrong).toEqual([])
    }
  })

  test('with a checksum that does not fit or a header that makes no sense are complained about', async () => {
    const network = lan(1)
    transfer(network.host('client'), network.host('server'), '10.0.0.2', pattern(100))
    network.clock.runUntil(100 * MILLISECOND)
    const packets = network.recorder.packets.filter(({ bytes }) => bytes[13] === 0 && bytes[23] === 6).slice(0, 4)
    const damaged = packets.map((packet) => ({ ...packet, bytes: packet.bytes.slice() }))
    damaged[0]!.bytes[22]! ^= 1
    damaged[1]!.bytes[50]! ^= 1
    damaged[2]!.bytes[46] = 0xf0
    const file = join(scratch, 'damaged.pcapng')
    writeFileSync(file, writePcapng(network.endpoints, damaged))
    const { packets: count, wrong } = await complaintsAbout(file)
    expect(count).toBe(4)
    const found = wrong.map((line) => `${line.slice(0, 8)} ${line.split(': ')[1]}`)
    expect(found).toContain('packet 1 bad ip checksum')
    expect(found).toContain('packet 2 bad tcp checksum')
    expect(found.some((line) => line.startsWith('packet 3'))).toBe(true)
    expect(found.some((line) => line.startsWith('packet 4'))).toBe(false)
  })
})

const folder = process.env.ACKADEMY_CAPTURES_READ
const names = folder === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith('.pcapng'))

describe.skipIf(noTshark || names.length === 0)(
  'nothing is malformed and every checksum fits in what was kept of',
  () => {
    test.each(names)('%s', { timeout: 300_000 }, async (name) => {
      const { packets, changed, wrong } = await complaintsAbout(join(folder!, name))
      const unexpected = wrong.filter((line) => !Object.keys(WRONG_ON_PURPOSE).some((part) => line.includes(part)))
      const asked = changed + wrong.length - unexpected.length
      process.stdout.write(
        `captures: ${name}: ${packets} packets, ${asked} wrong on purpose, ${unexpected.length} wrong\n`,
      )
      expect(unexpected.slice(0, 20)).toEqual([])
    })
  },
)
