import { expect, test } from 'vitest'
import type { PacketRecord } from '../packet-record.ts'
import { type CaptureFile, PcapngStream, readCaptureFile, writePcapng } from './index.ts'

const packets = Array.from({ length: 200 }, (_, index): PacketRecord => {
  const [from, to] = index % 3 === 0 ? ['a:eth0', 'b:eth0'] : ['b:eth0', 'a:eth0']
  const bytes = new Uint8Array(60 + index).fill(index)
  return {
    number: index + 1,
    at: index * 1000,
    arrives: null,
    link: 0,
    from,
    to,
    bytes,
    fate: 'delivered',
    cause: null,
  }
})

/** Returns the output of a stream of these packets with this much memory, and how often it was emptied. */
function streamed(records: readonly PacketRecord[], memory: Uint8Array, interfaces = ['a:eth0', 'b:eth0']) {
  const pieces: Uint8Array[] = []
  let gathered = 0
  const stream = new PcapngStream(interfaces, {
    memory,
    onGathered: (bytes) => {
      gathered = bytes
    },
    take: () => void pieces.push(memory.slice(0, gathered)),
  })
  for (const record of records) stream.add(record)
  stream.end()
  return { file: new Uint8Array(Buffer.concat(pieces)), pieces: pieces.length }
}

test('a stream is the file that would be written of the whole recording, however small its memory is', () => {
  const whole = writePcapng(['a:eth0', 'b:eth0'], packets)
  expect(streamed(packets, new Uint8Array(1 << 20))).toEqual({ file: whole, pieces: 1 })
  const small = streamed(packets, new Uint8Array(2048).fill(0xff))
  expect(small.pieces).toBeGreaterThan(10)
  expect(small.file).toEqual(whole)
})

test('what became of a packet when it was sent stands in its comment', () => {
  const lost = { ...packets[0]!, fate: 'loss' as const }
  const { packets: read } = readCaptureFile(streamed([lost], new Uint8Array(4096)).file) as CaptureFile
  expect(read[0]!.comments).toEqual(['lost on the link'])
})

test('an interface that was not named before is described with its first packet', () => {
  const loop = { ...packets[0]!, from: 'a:lo', to: 'a:lo' }
  const { interfaces, packets: read } = readCaptureFile(
    streamed([packets[0]!, loop], new Uint8Array(4096)).file,
  ) as CaptureFile
  expect(interfaces.map(({ name }) => name)).toEqual(['a:eth0', 'b:eth0', 'a:lo'])
  expect(read.map(({ interface: index }) => index)).toEqual([0, 2])
})
