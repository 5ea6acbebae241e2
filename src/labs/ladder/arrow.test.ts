import { isValidElement, type VNode } from 'preact'
import { expect, test } from 'vitest'
import type { PacketView } from '../recording/index.ts'
import { Arrow, ArrowLabel } from './arrow.tsx'
import { layoutLadder } from './index.ts'
import { packet } from './packet.fixture.ts'

const options = { hosts: ['client', 'server'], width: 372, margin: 62, pixelsPerMillisecond: 3.5, foldOver: 24 }

/** The drawing without classes, which set colors, and without hit areas. */
function shapes(node: unknown): string {
  if (Array.isArray(node)) return node.map(shapes).join('')
  if (!isValidElement(node)) return typeof node === 'string' ? node : ''
  const { type, props } = node as VNode<Record<string, unknown>>
  if (type === 'title') return ''
  if (typeof type === 'function') return shapes((type as (props: unknown) => unknown)(props))
  const { children, class: _, 'data-packet': __, ...seen } = props
  return `<${type} ${JSON.stringify(seen)}>${shapes(children)}`
}

function drawn(arrives: number | null, more: Partial<PacketView>): string {
  const [arrow] = layoutLadder([packet(0, arrives, { number: 7, ...more })], options).arrows
  const props = { arrow: arrow!, selected: false, wrong: false, onClick: undefined }
  return shapes([Arrow(props), ArrowLabel(props)])
}

test('every fate of a packet has its own shape: color alone never tells them apart', () => {
  const signs: Record<string, string> = {
    plain: drawn(10, {}),
    lost: drawn(null, {}),
    again: drawn(10, { againOf: 1 }),
    opens: drawn(10, { opens: true }),
    ends: drawn(10, { ends: true }),
    resets: drawn(10, { resets: true }),
    shut: drawn(10, { zeroWindow: true }),
    edited: drawn(10, { changedBy: 'set' }),
    copied: drawn(10, { duplicateOf: 1 }),
    held: drawn(10, { held: { until: 5e6 } }),
    delayed: drawn(10, { delayedBy: 5e6 }),
  }
  expect(new Set(Object.values(signs)).size).toBe(Object.keys(signs).length)
})
