/**
 * Capture files: pcapng (draft-ietf-opsawg-pcapng), little-endian, one interface per end of a link, times in nanoseconds from the world's epoch on. The
 * same packets give the same bytes.
 */
import { WORLD_EPOCH_MS } from '../../clock.ts'
import type { PacketFate, PacketRecord } from '../packet-record.ts'

const BlockType = { SECTION_HEADER: 0x0a0d0d0a, INTERFACE_DESCRIPTION: 1, ENHANCED_PACKET: 6 } as const
const OptionCode = { COMMENT: 1, USER_APPLICATION: 4, INTERFACE_NAME: 2, TIMESTAMP_RESOLUTION: 9 } as const
const BYTE_ORDER_MAGIC = 0x1a2b3c4d
const LINKTYPE_ETHERNET = 1
const EPOCH_NS = BigInt(WORLD_EPOCH_MS) * 1_000_000n

interface BlockOption {
  readonly code: number
  readonly value: Uint8Array
}

/**
 * The file of `packets`, in the order given. `interfaces` are the names of the ends of links that packets may come from; throws RangeError for a
 * packet from elsewhere. Packets that did not arrive as they were sent carry a comment that says why.
 */
export function writePcapng(interfaces: readonly string[], packets: readonly PacketRecord[]): Uint8Array {
  const indices = new Map(interfaces.map((name, index) => [name, index]))
  const blocks = [sectionHeader(), ...interfaces.map(interfaceDescription)]
  for (const packet of packets) {
    const index = indices.get(packet.from)
    if (index === undefined)
      throw new RangeError(`Packet ${packet.number} is from ${packet.from}, which is no interface of the file`)
    blocks.push(enhancedPacket(packet, index))
  }
  const file = new Uint8Array(blocks.reduce((sum, block) => sum + block.length, 0))
  let at = 0
  for (const block of blocks) {
    file.set(block, at)
    at += block.length
  }
  return file
}

function sectionHeader(): Uint8Array {
  const body = new Uint8Array(16)
  const view = new DataView(body.buffer)
  view.setUint32(0, BYTE_ORDER_MAGIC, true)
  view.setUint16(4, 1, true)
  // The length of the section is not given (−1): then readers go block by block.
  view.setInt32(8, -1, true)
  view.setInt32(12, -1, true)
  return block(BlockType.SECTION_HEADER, body, [{ code: OptionCode.USER_APPLICATION, value: ascii('Ackademy') }])
}

function interfaceDescription(name: string): Uint8Array {
  const body = new Uint8Array(8)
  new DataView(body.buffer).setUint16(0, LINKTYPE_ETHERNET, true)
  return block(BlockType.INTERFACE_DESCRIPTION, body, [
    { code: OptionCode.INTERFACE_NAME, value: ascii(name) },
    { code: OptionCode.TIMESTAMP_RESOLUTION, value: Uint8Array.of(9) },
  ])
}

function enhancedPacket(packet: PacketRecord, index: number): Uint8Array {
  const { bytes } = packet
  const body = new Uint8Array(20 + padded(bytes.length))
  const view = new DataView(body.buffer)
  const time = EPOCH_NS + BigInt(packet.at)
  view.setUint32(0, index, true)
  view.setUint32(4, Number(time >> 32n), true)
  view.setUint32(8, Number(time & 0xffff_ffffn), true)
  view.setUint32(12, bytes.length, true)
  view.setUint32(16, bytes.length, true)
  body.set(bytes, 20)
  const comment = commentOn(packet)
  return block(
    BlockType.ENHANCED_PACKET,
    body,
    comment === null ? [] : [{ code: OptionCode.COMMENT, value: ascii(comment) }],
  )
}

const FATES: Readonly<Record<PacketFate, string | null>> = {
  'under way': null,
  delivered: null,
  loss: 'lost on the link',
  queue: 'dropped: the queue was full',
  rule: 'dropped by a rule',
  cut: 'lost: the link was cut',
  mtu: 'dropped: larger than the MTU of the link',
  filter: 'dropped by a packet filter',
}

function commentOn({ fate, duplicateOf, isDamaged, changedBy }: PacketRecord): string | null {
  const copy = duplicateOf === undefined ? null : `the link's second copy of packet ${duplicateOf}`
  const damage = isDamaged ? 'damaged on the link' : null
  const change = changedBy === undefined ? null : `changed by a rule: ${changedBy}`
  const parts = [copy, change, damage, FATES[fate]].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join('; ')
}

/** A block: type and length around the body and its options, the length again at the end. */
function block(type: number, body: Uint8Array, options: readonly BlockOption[]): Uint8Array {
  const optionsLength = options.length === 0 ? 0 : options.reduce((sum, { value }) => sum + 4 + padded(value.length), 4)
  const length = 12 + body.length + optionsLength
  const bytes = new Uint8Array(length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, type, true)
  view.setUint32(4, length, true)
  bytes.set(body, 8)
  let at = 8 + body.length
  for (const { code, value } of options) {
    view.setUint16(at, code, true)
    view.setUint16(at + 2, value.length, true)
    bytes.set(value, at + 4)
    at += 4 + padded(value.length)
  }
  view.setUint32(length - 4, length, true)
  return bytes
}

function padded(length: number): number {
  return (length + 3) & ~3
}

/** Names and comments are ASCII; anything else becomes a question mark. */
function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => (character < '\x80' ? character.charCodeAt(0) : 63))
}
