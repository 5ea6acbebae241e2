import { expect, test } from 'vitest'
import { layoutLadder } from '../ladder/index.ts'
import { packet } from '../ladder/packet.fixture.ts'
import { recordFigure } from './record.fixture.ts'
import { type FigureRun, restoreRun, storeRun } from './stored-run.ts'

const again = (run: FigureRun) => restoreRun(JSON.parse(JSON.stringify(storeRun(run))))
/** A ladder's drawing: positions and labels. */
const drawn = ({ packets }: FigureRun) => {
  const { height, arrows, times } = layoutLadder(packets, {
    hosts: ['client', 'server'],
    width: 520,
    margin: 90,
    pixelsPerMillisecond: 3,
    foldOver: 60,
  })
  return { height, times, arrows: arrows.map(({ packet: _, ...arrow }) => arrow) }
}

test('a stored run draws the same ladder and has the same output', async () => {
  const recording = await recordFigure('gap')
  expect(recording.packets.length).toBeGreaterThan(5)
  expect(drawn(again(recording))).toEqual(drawn(recording))
  expect(again(recording).printed).toEqual(recording.printed)
})

test('rare events of a packet are stored, and absent ones take no space', () => {
  const odd = packet(0, null, { held: { until: null }, delayedBy: 5, againOf: 1, changedBy: 'set', resets: true })
  const { bytes: _, position: __, cause: ___, length: ____, ...seen } = odd
  expect(again({ packets: [odd], printed: [] }).packets).toEqual([seen])
  expect(Object.keys(storeRun({ packets: [packet(0, 1)], printed: [] }).packets[0]!)).toEqual([
    ...['number', 'at', 'arrives', 'from', 'to', 'label', 'headline'],
  ])
})
