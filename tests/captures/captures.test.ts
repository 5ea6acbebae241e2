/**
 * Wireshark reads every capture that any test makes. Here: the hook keeps what a test file's worlds put on their links, and the reading finds what is wrong. With
 * ACKADEMY_CAPTURES_READ=FOLDER, after a run of tests that kept theirs there (`npm run prove captures`), each of them is read.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { MILLISECOND, type PacketRecord, SECOND, writePcapng } from '#network'
import { lan, pattern, transfer } from '../network/worlds.ts'
import { missing } from '../support/requirements.ts'
import { complaintsAbout } from './complaints.ts'
import { unexplainedFlags } from './explained-flags.ts'
import { WRONG_ON_PURPOSE } from './on-purpose.ts'

const SAMPLES = [
  'src/runtime/network/host/loopback.test.ts',
  'src/runtime/network/topology/loopback-capture.test.ts',
  'src/runtime/lab/simulated/observe.test.ts',
]
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
      const { undisturbed, unexplained } = await unexplainedFlags(join(folder, name), join(scratch, 'streams.pcapng'))
      expect(undisturbed).toBeGreaterThan(0)
      expect(unexplained).toEqual([])
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

describe.skipIf(noTshark)('what Wireshark calls lost or sent again', () => {
  /** A file as the hook leaves it, of a transfer without the packet at `missing`, with `comment` on the packet before it. */
  function fileWithout(missing: number, comment: string | null): string {
    const network = lan(1)
    transfer(network.host('client'), network.host('server'), '10.0.0.2', pattern(30_000))
    network.clock.runUntil(SECOND)
    const packets = network.recorder.packets.filter(({ link, bytes }) => link === 0 && bytes[13] === 0)
    const kept = packets
      .toSpliced(missing, 1)
      .map((packet) => ({ ...packet, from: `a test | ${packet.from} > ${packet.to}` }))
    const file = join(scratch, 'transfer.pcapng')
    const options = { commentOn: (packet: PacketRecord) => (packet === kept[missing - 1] ? comment : null) }
    writeFileSync(file, writePcapng([...new Set(kept.map(({ from }) => from))], kept, options))
    return file
  }
  const streams = join(scratch, 'streams.pcapng')

  test('without a cause in the world is complained about, with the test’s name and the link', async () => {
    const { unexplained } = await unexplainedFlags(fileWithout(8, null), streams)
    expect(unexplained).toContain('a test | client:eth0 lan:p1: lost_segment')
  })

  test('is fine in a test in which the world did something to a packet', async () => {
    expect(await unexplainedFlags(fileWithout(8, 'lost on the link'), streams)).toEqual({
      disturbed: 1,
      undisturbed: 0,
      unexplained: [],
    })
  })
})

const folder = process.env.ACKADEMY_CAPTURES_READ
const names = folder === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith('.pcapng'))

describe.skipIf(noTshark || names.length === 0)('of what tests kept', () => {
  test.each(names)('nothing is malformed and every checksum fits in %s', { timeout: 300_000 }, async (name) => {
    const { packets, changed, wrong } = await complaintsAbout(join(folder!, name))
    const unexpected = wrong.filter((line) => !Object.keys(WRONG_ON_PURPOSE).some((part) => line.includes(part)))
    const asked = changed + wrong.length - unexpected.length
    process.stdout.write(
      `captures: ${name}: ${packets} packets, ${asked} wrong on purpose, ${unexpected.length} wrong\n`,
    )
    expect(unexpected.slice(0, 20)).toEqual([])
  })

  test.each(names)(
    'nothing is flagged as lost or sent again without a cause in %s',
    { timeout: 300_000 },
    async (name) => {
      const { disturbed, undisturbed, unexplained } = await unexplainedFlags(join(folder!, name), join(scratch, name))
      process.stdout.write(
        `captures: ${name}: ${undisturbed} tests on calm links, ${disturbed} on others, ${unexplained.length} flags unexplained\n`,
      )
      expect(unexplained.slice(0, 20)).toEqual([])
    },
  )
})
