import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import {
  CaptureAnalysis,
  type CaptureFile,
  CaptureFileError,
  readCaptureFile,
  recordsOf,
  SECOND,
  writePcapng,
} from '#network'
import { missing } from '../support/requirements.ts'
import { lan, pattern, ping, transfer } from './worlds.ts'

const noTshark = missing('tshark')
const folder = mkdtempSync(join(tmpdir(), 'ackademy-captures-'))
afterAll(() => rmSync(folder, { recursive: true }))
const at = (name: string) => join(folder, name)
const hex = ({ bytes }: { bytes: Uint8Array }) => Buffer.from(bytes).toString('hex')
const run = (program: string, ...args: string[]) =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

function read(name: string): CaptureFile {
  const file = readCaptureFile(new Uint8Array(readFileSync(at(name))))
  if (file instanceof CaptureFileError) throw new Error(String(file))
  return file
}

describe.skipIf(noTshark)("Wireshark's own programs", { timeout: 60_000 }, () => {
  const network = lan(1, { loss: 0.03 }, true)
  ping(network.host('client'), '10.0.0.2', [56, 3000], network.clock)
  transfer(network.host('client'), network.host('server'), '2001:db8::2', pattern(40_000))
  network.clock.runUntil(20 * SECOND)
  const { packets } = network.recorder
  writeFileSync(at('ours.pcapng'), writePcapng(network.endpoints, packets, { comment: 'lan, seed 1' }))

  test.each([
    ['pcapng', 'pcapng', 1n],
    ['pcap', 'pcap', 1000n],
    ['nsecpcap', 'pcap', 1n],
    ['modpcap', 'pcap', 1000n],
  ])('%s, written by editcap, has the packets and times that we wrote', (format, family, unit) => {
    run('editcap', '-F', format, at('ours.pcapng'), at(format))
    const file = read(format)
    const ours = read('ours.pcapng')
    expect(file).toMatchObject({ format: family, damage: null })
    expect(file.packets.map(hex)).toEqual(packets.map(hex))
    expect(file.packets.map(({ time }) => time)).toEqual(ours.packets.map(({ time }) => (time! / unit) * unit))
  })

  test('mergecap: interfaces keep their names, comments and counts', () => {
    run('mergecap', '-a', '-w', at('merged.pcapng'), at('ours.pcapng'), at('ours.pcapng'))
    const file = read('merged.pcapng')
    expect(file.packets).toHaveLength(2 * packets.length)
    expect(new Set(file.packets.map((packet) => file.interfaces[packet.interface]!.name))).toEqual(
      new Set(packets.map(({ from }) => from)),
    )
    const lost = packets.filter(({ fate }) => fate === 'loss').length
    expect(file.packets.filter(({ comments }) => comments.includes('lost on the link'))).toHaveLength(2 * lost)
  })

  test('capinfos reads what we wrote as it stands there', () => {
    const about = run('capinfos', '-M', at('ours.pcapng'))
    expect(about).toContain(`Number of packets:   ${packets.length}`)
    expect(about).toContain('Capture comment:     lan, seed 1')
    expect(about).toContain('timestamp precision:  nanoseconds (9)')
    expect(about).toContain('Name = client:eth0')
  })

  test.each([0.001, 0.01, 0.1])('editcap -E %f: whatever it broke, every packet is dissected', (chance) => {
    for (const seed of [1, 2, 3]) {
      run('editcap', '-E', String(chance), '--seed', String(seed), at('ours.pcapng'), at('broken.pcapng'))
      const analysis = new CaptureAnalysis()
      for (const record of recordsOf(read('broken.pcapng'))) {
        analysis.add(record)
        const { layers, summary } = analysis.dissect(record)
        expect(summary).toBeTypeOf('string')
        for (const { fields, bytes } of layers)
          for (const { offset, length } of fields) expect(offset + length).toBeLessThanOrEqual(bytes.length)
      }
    }
  })
})
