/** How fields divide the bits of a header, for a drawing. */
import type { DissectedField, DissectedLayer } from '#network'

export const ROW_BITS = 32

export interface Box {
  field: DissectedField
  /** Bits from the start of the header. */
  first: number
  bits: number
  /** The widest of a field's boxes, the first of equals: it has the name and the value. */
  isNamed: boolean
}
type Place = Omit<Box, 'isNamed'>

/**
 * Fields that divide the header: a field's parts if they fill it, otherwise the whole field. A field that crosses the
 * end of a row has a box in each.
 */
export function boxesOf(layer: DissectedLayer): Box[] {
  const placed = layer.fields
    .filter((field) => field.length > 0 && field.offset >= layer.offset && field.offset < layer.offset + layer.length)
    .map((field) => {
      const first = (field.offset - layer.offset) * 8 + (field.bits?.first ?? 0)
      return { field, first, bits: field.bits?.count ?? field.length * 8 }
    })
  const divided = new Set(placed.filter((whole) => isFilled(whole, placed)))
  const leaves = placed.filter(
    (box) => !divided.has(box) && !placed.some((whole) => isInside(box, whole) && !divided.has(whole)),
  )
  return leaves.filter((box, index) => leaves.findIndex((other) => other.first === box.first) === index).flatMap(rows)
}

/** Returns whether the parts cover all bits of the field. A hardware address is more than its two flag bits. */
function isFilled(whole: Place, placed: readonly Place[]): boolean {
  const parts = placed.filter((part) => isInside(part, whole))
  const bits = new Set(parts.flatMap(({ first, bits }) => Array.from({ length: bits }, (_, at) => first + at)))
  return bits.size === whole.bits
}

const isInside = (inner: Place, outer: Place) =>
  inner.first >= outer.first && inner.first + inner.bits <= outer.first + outer.bits && inner.bits < outer.bits

function rows({ field, first, bits }: Place): Box[] {
  const boxes: Place[] = []
  let [at, left] = [first, bits]
  while (left > 0) {
    const width = Math.min(left, ROW_BITS - (at % ROW_BITS))
    boxes.push({ field, first: at, bits: width })
    at += width
    left -= width
  }
  const widest = Math.max(...boxes.map((box) => box.bits))
  const named = boxes.findIndex((box) => box.bits === widest)
  return boxes.map((box, index) => ({ ...box, isNamed: index === named }))
}
