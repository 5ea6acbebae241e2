import { expect, test } from 'vitest'
import { Recording } from '../recording/index.ts'
import type { LabExercise } from './lab-exercise.ts'
import { LinkView } from './link-view.ts'
import type { Shown } from './shown.ts'

/** A test's world on one link, in which this many packets were sent. */
function world(packets: number, begins?: number) {
  const recording = new Recording()
  const send = () => {
    const number = recording.packets.length + 1
    const at = number * 1e6
    const sent = { at, arrives: at + 1000, bytes: new Uint8Array(60), cause: null, fate: 'delivered' as const }
    recording.add([{ ...sent, kind: 'packet', number, link: 0, from: 'a:eth0', to: 'b:eth0' }])
  }
  for (let i = 0; i < packets; i++) send()
  const shown: Shown = { source: 'test', id: 'v1', recording, firstWrong: null, ...(begins && { begins }) }
  const links = new LinkView({ topology: { nodes: [] } } as unknown as LabExercise)
  return { send, links, shown, listed: () => links.listed(shown).map(({ number }) => number) }
}

test('a test that prepares nothing is listed from its first packet', () => {
  expect(world(3).listed()).toEqual([1, 2, 3])
})

test('packets that only prepare a test are not listed', () => {
  const { links, shown, listed } = world(5, 4)
  expect(listed()).toEqual([4, 5])
  expect(links.countTo(3, shown)).toBe(0)
  expect(links.countTo(4, shown)).toBe(1)
})

test('a test that sends nothing lists nothing', () => {
  expect(world(3, 4).listed()).toEqual([])
})

test('the list stays the same object until a packet is added', () => {
  const { send, links, shown, listed } = world(4, 3)
  expect(links.listed(shown)).toBe(links.listed(shown))
  send()
  expect(listed()).toEqual([3, 4, 5])
})
