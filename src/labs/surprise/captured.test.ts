import { expect, test } from 'vitest'
import { asIfArrived, isCapturedAt } from './captured.ts'

const frame = (fate: 'delivered' | 'loss' | 'mtu') => ({ from: 'fw', to: 'web', fate })

test('a capture at the sender has a frame, arrived or not', () => {
  expect((['delivered', 'loss', 'mtu'] as const).map((fate) => isCapturedAt('fw', frame(fate)))).toEqual([
    true,
    true,
    true,
  ])
})

test('a capture at the receiver has only what reached it', () => {
  expect((['delivered', 'loss', 'mtu'] as const).map((fate) => isCapturedAt('web', frame(fate)))).toEqual([
    true,
    false,
    false,
  ])
})

test('a capture elsewhere has neither; all nodes together have both', () => {
  expect(isCapturedAt('dns', frame('delivered'))).toBe(false)
  expect(isCapturedAt(null, frame('loss'))).toBe(true)
})

test('every frame looks alike, whatever became of it', () => {
  expect(asIfArrived(frame('mtu'))).toEqual(asIfArrived(frame('delivered')))
})
