/** Values that a filter compares. None are collected: each is passed to a test, and most are read straight from the bytes. */
import { read16 } from '../../bytes.ts'
import { type FieldShape, type FieldValue, type HeaderField, readField, readNumber } from '../../wire/index.ts'
import { type DissectedLayer, type Dissection, PROTOCOLS } from '../dissection/index.ts'
import { FRAME_READERS } from './frame-fields.ts'

export type Test = (value: FieldValue) => boolean
/** Passes values to a test until one passes; returns whether one did. */
export type Values = (packet: Dissection, test: Test) => boolean

/** Side of a comparison. */
export interface Operand {
  readonly values: Values
  readonly shape: FieldShape
  /** Meanings of numbers, for comparing with a word. */
  readonly meanings?: Readonly<Record<number, string>>
  /** Masked bits of a number: true by themselves if any is set. */
  readonly isMasked?: boolean
}

/** Returns a protocol's value: its header and all behind it. */
export function protocolValues(protocol: string): Values {
  if (protocol === 'frame') return (packet, test) => test(packet.bytes)
  return (packet, test) =>
    packet.layers.some((layer) => layer.protocol === protocol && test(layer.bytes.subarray(layer.offset, layer.end)))
}

/** Returns the values of the fields with one of these names. */
export function fieldValues(names: readonly string[]): Values {
  const all = names.map(valuesNamed)
  return all.length === 1 ? all[0]! : (packet, test) => all.some((values) => values(packet, test))
}

function valuesNamed(name: string): Values {
  const frame = FRAME_READERS.get(name)
  if (frame !== undefined) {
    return (packet, test) => {
      const value = frame(packet)
      return value !== null && test(value)
    }
  }
  for (const protocol of PROTOCOLS.all) {
    const fixed = protocol.header?.find((field) => field.name === name)
    if (fixed !== undefined) return headerValues(protocol.name, fixed)
    const quick = protocol.quick?.get(name)
    if (quick === undefined) continue
    return ofLayers(protocol.name, (layer, packet, test) => {
      const value = quick(layer, packet)
      return value !== null && test(value)
    })
  }
  const owners = new Set(
    PROTOCOLS.all.filter(({ fields = [] }) => fields.some((field) => field.name === name)).map((owner) => owner.name),
  )
  return (packet, test) => packet.layers.some((layer) => owners.has(layer.protocol) && layer.hasValue(name, test))
}

type LayerTest = (layer: DissectedLayer, packet: Dissection, test: Test) => boolean

function ofLayers(protocol: string, passes: LayerTest): Values {
  return (packet, test) => {
    const { layers } = packet
    for (let index = 0; index < layers.length; index++) {
      const layer = layers[index]!
      if (layer.protocol === protocol && passes(layer, packet, test)) return true
    }
    return false
  }
}

function headerValues(protocol: string, field: HeaderField): Values {
  const end = Math.ceil((field.bit + field.bits) / 8)
  const read = headerReader(field)
  return ofLayers(
    protocol,
    ({ bytes, offset, end: last }, _, test) => offset + end <= last && test(read(bytes, offset)),
  )
}

/** Returns a direct reader for numbers within a byte or in whole bytes. */
function headerReader(field: HeaderField): (bytes: Uint8Array, start: number) => FieldValue {
  const { bit, bits, shape, scale = 1 } = field
  if (shape !== 'number' && shape !== 'hex' && shape !== 'flag') return (bytes, start) => readField(bytes, start, field)
  const first = bit >> 3
  const shift = 8 - (bit & 7) - bits
  if (shift >= 0 && shape !== 'flag') {
    const mask = 2 ** bits - 1
    return (bytes, start) => ((bytes[start + first]! >> shift) & mask) * scale
  }
  if (shift >= 0) {
    const mask = (2 ** bits - 1) << shift
    return (bytes, start) => (bytes[start + first]! & mask ? 1 : 0)
  }
  if ((bit & 7) === 0 && bits === 16 && shape !== 'flag') return (bytes, start) => read16(bytes, start + first) * scale
  return (bytes, start) => readNumber(bytes, start * 8 + bit, bits) * scale
}

/** Returns whether a packet matches a filter. */
export type CompiledFilter = (packet: Dissection) => boolean
