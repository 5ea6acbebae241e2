import { expect, test } from 'vitest'
import { packetsAt } from './index.ts'
import { records, udp } from './packets.fixture.ts'

const [question, answer, lost, late] = records(udp('question'), udp('answer'), udp('lost'), udp('late'))
const back = { link: 0, from: 'b:eth0', to: 'a:eth0' }

test('an end sees what it sends when it sends it, and what arrives when it arrives', () => {
  const all = [
    { ...question!, at: 0, arrives: 100 },
    { ...answer!, ...back, at: 100, arrives: 200 },
    { ...lost!, at: 150, arrives: null, fate: 'loss' as const },
    { ...late!, at: 160, arrives: null, fate: 'queue' as const },
  ]
  const seen = (endpoint: string) =>
    packetsAt(all, endpoint).map(({ record, at, direction }) => [record.number, at, direction])
  expect(seen('a:eth0')).toEqual([
    [1, 0, 'sent'],
    [3, 150, 'sent'],
    [2, 200, 'received'],
  ])
  expect(seen('b:eth0')).toEqual([
    [1, 100, 'received'],
    [2, 100, 'sent'],
  ])
  expect(seen('lan:p1')).toEqual([])
})

test('a frame that was damaged on the way is another to the receiver than to the sender', () => {
  const damagedBytes = question!.bytes.slice()
  damagedBytes[50]! ^= 1
  const damaged = { ...question!, at: 0, arrives: 100, isDamaged: true as const, damagedBytes }
  const bytesAt = (endpoint: string) => packetsAt([damaged], endpoint).map(({ bytes }) => bytes)
  expect([bytesAt('a:eth0'), bytesAt('b:eth0')]).toEqual([[question!.bytes], [damagedBytes]])
})
