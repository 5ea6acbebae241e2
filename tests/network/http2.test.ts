/** HTTP/2, gRPC and WebSocket in captures of real Node (tests/captures/http2/make.sh), beside Wireshark's reading. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  CaptureAnalysis,
  type CaptureFile,
  type Dissection,
  type PacketRecord,
  readCaptureFile,
  recordsOf,
} from '#network'
import { PROTOCOLS } from '#network/capture/dissection/index.ts'
import { missing } from '../support/requirements.ts'
import { fieldsWithTshark } from './tshark.ts'

const noTshark = missing('tshark')
/** Wireshark shows the first as a mark without a value, the second as damaged text; the third differs in form. */
const NOT_COMPARED = new Set(['http2.header', 'http2.continuation.header', 'http2.magic'])
/** Wireshark shows the headers of a block in every frame that has a part, and a flag that CONTINUATION doesn't have. */
const NOT_WITH_CONTINUATION = new Set(['http2.header.count', 'http2.flags.padded'])

function file(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(import.meta.dirname, '../captures/http2', `${name}.pcap`)))
}

function capture(name: string): PacketRecord[] {
  return recordsOf(readCaptureFile(file(name)) as CaptureFile)
}

function dissected(records: readonly PacketRecord[]): Dissection[] {
  const analysis = new CaptureAnalysis()
  for (const record of records) analysis.add(record)
  return records.map((record) => analysis.dissect(record))
}

/** Values of a field in a packet as tshark prints them; hexadecimal numbers without zeros in front. */
function ourValues({ layers }: Dissection, name: string): string {
  const fields = layers.flatMap((layer) => layer.fields.filter((field) => field.name === name))
  return fields.map(({ value, text }) => (typeof value === 'string' ? value : printed(value, text))).join(',')
}

function printed(value: number | Uint8Array, text: string): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return /^(Set|Not set)$/.test(text) ? String(value) : text.split(' ')[0]!.replace(/^0x0+(?=.)/, '0x')
}

function theirValues(packet: ReadonlyMap<string, string>, name: string): string {
  return (packet.get(name) ?? '').replace(/\b0x0+(?=[0-9a-f])/g, '0x')
}

describe.skipIf(noTshark)('captures of real Node', { timeout: 60_000 }, () => {
  test.each([
    // Wireshark shows a body of several DATA frames as one, in the last.
    ['h2c', 'tcp.port==8080,http2', ['http2'], ['http2.data.data'], 50],
    ['grpc', 'tcp.port==50051,http2', ['http2', 'grpc', 'protobuf'], [], 40],
    ['websocket', 'tcp.port==8081,http', ['websocket'], [], 10],
  ])('%s: every field is as Wireshark has it', (name, decodeAs, protocols, except, fewest) => {
    const records = capture(name)
    const names = PROTOCOLS.all
      .filter((protocol) => protocols.includes(protocol.name))
      .flatMap((protocol) => (protocol.fields ?? []).map((field) => field.name))
      .filter((field) => !NOT_COMPARED.has(field) && !except.includes(field))
    const theirs = fieldsWithTshark(file(name), names, ['-2', '-d', decodeAs])
    const ours = dissected(records)
    const wrong = records.flatMap(({ number }, index) =>
      names.flatMap((field) => {
        if (NOT_WITH_CONTINUATION.has(field) && theirs[index]!.get('http2.type')?.split(',').includes('9')) return []
        const [our, their] = [ourValues(ours[index]!, field), theirValues(theirs[index]!, field)]
        return our === their ? [] : [`${number} ${field}: ${our}, tshark says ${their}`]
      }),
    )
    expect(wrong.slice(0, 30)).toEqual([])
    const compared = names.filter((field) => theirs.some((packet) => packet.has(field)))
    expect(compared.length).toBeGreaterThan(fewest)
  })
})
