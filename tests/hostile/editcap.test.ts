/** Captures that Wireshark's own editcap damaged, byte by byte with some probability: the file's reader, the dissection and hosts get along with them. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import {
  CaptureAnalysis,
  CaptureFileError,
  MILLISECOND,
  readCaptureFile,
  recordsOf,
  SECOND,
  writePcapng,
} from '#network'
import { lan, pattern, ping, transfer } from '../network/worlds.ts'
import { proofSeeds } from '../support/proof.ts'
import { missing } from '../support/requirements.ts'

const scratch = mkdtempSync(join(tmpdir(), 'ackademy-editcap-'))
afterAll(() => rmSync(scratch, { recursive: true }))

/** A world's packets with errors in this share of their bytes. */
function damagedPackets(seed: number, probability: number) {
  const network = lan(seed, { loss: 0.02 }, true)
  const [client, server] = [network.host('client'), network.host('server')]
  ping(client, '2001:db8::2', [8, 3000], network.clock)
  transfer(client, server, '10.0.0.2', pattern(100_000))
  network.clock.runUntil(2 * SECOND)
  const [whole, damaged] = [join(scratch, 'whole.pcapng'), join(scratch, 'damaged.pcapng')]
  writeFileSync(whole, writePcapng(network.endpoints, network.recorder.packets))
  const args = ['-E', String(probability), '--seed', String(seed), whole, damaged]
  const { status, stderr } = spawnSync('editcap', args, { encoding: 'utf8' })
  expect(status, stderr).toBe(0)
  const file = readCaptureFile(readFileSync(damaged))
  if (file instanceof CaptureFileError) throw new Error(String(file))
  return { records: recordsOf(file), original: network.recorder.packets }
}

describe.skipIf(missing('tshark'))('a capture with errors in', { timeout: 600_000 }, () => {
  test.each([0.001, 0.02, 0.2])('%s of its bytes is read, dissected and followed', (probability) => {
    for (const seed of proofSeeds(1, 50)) {
      const { records, original } = damagedPackets(seed, probability)
      expect(records).toHaveLength(original.length)
      const changed = records.filter(({ bytes }, index) => Buffer.compare(bytes, original[index]!.bytes) !== 0)
      expect(changed.length).toBeGreaterThan(0)
      const analysis = new CaptureAnalysis()
      for (const record of records) analysis.add(record)
      for (const record of records) expect(analysis.dissect(record).layers.length).toBeGreaterThan(0)
    }
  })

  test.each([0.001, 0.02])(
    '%s of its bytes, played to both hosts, keeps neither from serving the next',
    (probability) => {
      for (const seed of proofSeeds(1, 50)) {
        const { records } = damagedPackets(seed, probability)
        const network = lan(seed, {}, true)
        for (const [index, { bytes }] of records.entries()) {
          network.clock.at(index * MILLISECOND, () => network.links[index & 1]!.ends[0].onReceive?.(bytes.slice()))
        }
        network.clock.runUntil(600 * SECOND)
        const again = transfer(network.host('client'), network.host('server'), '10.0.0.2', pattern(50_000), 9001)
        network.clock.runUntil(900 * SECOND)
        expect(Buffer.compare(again.received(), pattern(50_000))).toBe(0)
      }
    },
  )
})
