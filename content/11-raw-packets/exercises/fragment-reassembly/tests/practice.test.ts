import { expect, hex, seededValues, times } from 'ackademy/lab'
import { params } from './params.ts'
import { cut, packet, pattern, test } from './setup.ts'

const MAX_AGE = 1000 * params.seconds
const MAX_HELD = 1_048_576

test('h3 in any order', async ({ lab, expectNothing, expectWhole, expectHeld }) => {
  const whole = { data: pattern(2_000) }
  for (const order of ['012', '021', '102', '120', '201', '210']) {
    const pieces = cut(whole, [800, 1_600])
    for (const place of order.slice(0, 2))
      await expectNothing(`piece ${place} in the order ${order}`, pieces[Number(place)]!)
    await expectWhole(`the last arrival in the order ${order}`, pieces[Number(order[2])]!, packet(whole))
  }
  const draw = seededValues(lab, 'order')
  const large = { data: pattern(30_000) }
  const pieces = cut(
    large,
    times(20, (i) => 1_480 * (i + 1)),
  ).sort(() => draw.integer(0, 1) - 0.5)
  for (const piece of pieces.slice(0, -1)) await expectNothing('one of 21 pieces', piece)
  await expectWhole('the last of 21 pieces', pieces.at(-1)!, packet(large))
  await expectHeld('when all datagrams are whole', 0)
})

test('h4 a copy is ignored and fills no hole', async ({ expectNothing, expectWhole, expectHeld }) => {
  const whole = { data: pattern(3_200) }
  const [a, b, c, d] = cut(whole, [800, 1_600, 2_400]) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
  await expectNothing('the first of four pieces', a)
  await expectNothing('the second', b)
  await expectNothing('the second again', b)
  await expectNothing('the last, while the third is missing', d)
  await expectNothing('the last again', d)
  await expectHeld('with three of four pieces', 2_400)
  await expectNothing('a copy of the second with other bytes', packet({ at: 800, more: true, data: pattern(800, 99) }))
  await expectWhole('the third of four pieces', c, packet(whole))
})

test('h5 each datagram for itself', async ({ expectNothing, expectWhole }) => {
  const kinds = [{}, { from: '10.0.9.3' }, { to: '10.0.9.4' }, { protocol: 1 }, { id: 78 }]
  const datagrams = kinds.map((kind, i) => ({ ...kind, data: pattern(1_600, 40 * i) }))
  for (const [i, datagram] of datagrams.entries())
    await expectNothing(`the first half of datagram ${i + 1} of 5`, cut(datagram, [800])[0]!)
  for (const [i, datagram] of datagrams.entries())
    await expectWhole(`the second half of datagram ${i + 1} of 5`, cut(datagram, [800])[1]!, packet(datagram))
})

test('h6 an overlap is the end of a datagram', async ({ expectNothing, expectWhole, expectHeld }) => {
  const whole = { data: pattern(2_400) }
  const [a, b, c] = cut(whole, [800, 1_600]) as [Uint8Array, Uint8Array, Uint8Array]
  const overlaps = [
    ['reaches into the next', { at: 400, more: true, data: pattern(800, 9) }],
    ['lies inside', { at: 808, more: true, data: pattern(16, 9) }],
    ['covers both', { at: 0, more: true, data: pattern(1_600, 9) }],
    ['begins at the same place and ends earlier', { at: 800, more: true, data: pattern(400, 9) }],
  ] as const
  for (const [what, piece] of overlaps) {
    await expectNothing('the first of three pieces', a)
    await expectNothing('the second', b)
    await expectNothing(`a piece that ${what}`, packet(piece))
    await expectHeld(`after a piece that ${what}`, 0)
    await expectNothing('the last of what was forgotten', c)
    await expectHeld('with the last piece alone', 800)
    await expectNothing('the first, sent again', a)
    await expectWhole('the second, sent again', b, packet(whole))
  }
})

test('h7 there is one end', async ({ expectNothing, expectWhole, expectHeld }) => {
  const last = packet({ at: 800, data: pattern(100) })
  const cases = [
    ['a second end that lies farther', packet({ at: 1_600, data: pattern(100) })],
    ['a second end before the first', packet({ at: 400, data: pattern(100) })],
    ['a piece behind the end', packet({ at: 1_600, more: true, data: pattern(80) })],
  ] as const
  for (const [what, piece] of cases) {
    await expectNothing('a last piece', last)
    await expectNothing(what, piece)
    await expectHeld(`after ${what}`, 0)
  }
  await expectNothing('a piece from 1,600 to 2,400', packet({ at: 1_600, more: true, data: pattern(800) }))
  await expectNothing('an end before bytes that are there', last)
  await expectHeld('after an end before bytes that are there', 0)
  const whole = { data: pattern(808) }
  await expectNothing('the first half of an honest datagram', cut(whole, [800])[0]!)
  await expectWhole('the second half of an honest datagram', cut(whole, [800])[1]!, packet(whole))
})

test('h8 impossible pieces are dropped, and nothing else', async ({ expectNothing, expectWhole, expectHeld }) => {
  const whole = { data: pattern(1_600) }
  const [a, b] = cut(whole, [800]) as [Uint8Array, Uint8Array]
  await expectNothing('the first of two pieces', a)
  await expectNothing('a piece with MF and 9 bytes', packet({ at: 800, more: true, data: pattern(9) }))
  await expectNothing('a piece without data', packet({ at: 800, more: true, data: hex('') }))
  await expectNothing('a last piece without data', packet({ at: 800, data: hex('') }))
  await expectNothing('a piece that ends at byte 65,520', packet({ at: 65_512, data: pattern(8) }))
  await expectNothing('a piece that ends at byte 65,816', packet({ at: 65_416, data: pattern(400) }))
  await expectHeld('after five impossible pieces', 800)
  await expectWhole('the second of two pieces', b, packet(whole))
  const largest = { data: pattern(65_515), id: 79 }
  const pieces = cut(
    largest,
    times(44, (i) => 1_480 * (i + 1)),
  )
  for (const piece of pieces.slice(0, -1)) await expectNothing('a piece of the largest datagram', piece)
  await expectWhole('the last piece of the largest datagram', pieces.at(-1)!, packet(largest))
})

test('h9 the header is the first fragment’s', async ({ expectNothing, expectWhole }) => {
  const options = hex('9404 0000 0101 0101')
  const whole = { data: pattern(1_616), options }
  const first = packet({ at: 0, more: true, data: whole.data.subarray(0, 800), options })
  const later = packet({ at: 800, data: whole.data.subarray(800) })
  await expectNothing('a last piece without options', later)
  await expectWhole('a first piece with options', first, packet(whole))
  await expectNothing('a first piece with options', first)
  await expectWhole('a last piece without options', later, packet(whole))
  const kept = { data: pattern(1_600), dontFragment: true, id: 80 }
  const [a, b] = cut(kept, [800]) as [Uint8Array, Uint8Array]
  await expectNothing('a first piece with DF', a)
  await expectWhole('a last piece with DF', b, packet(kept))
})

test('h10 padding and noise', async ({ expectNothing, expectWhole, expectHeld }) => {
  const short = packet({ data: pattern(5) })
  await expectWhole('a padded packet', Uint8Array.of(...short, ...new Uint8Array(21)), short)
  const whole = { data: pattern(805) }
  const [a, b] = cut(whole, [800]) as [Uint8Array, Uint8Array]
  await expectNothing('the first of two pieces', a)
  await expectWhole('a padded last piece', Uint8Array.of(...b, ...new Uint8Array(21)), packet(whole))
  const changed = (at: number, ...put: number[]): Uint8Array => {
    const copy = Uint8Array.from(a)
    copy.set(put, at)
    return copy
  }
  await expectNothing('no bytes', hex(''))
  await expectNothing('the byte 45', hex('45'))
  await expectNothing('19 bytes of a packet', a.subarray(0, 19))
  await expectNothing('a packet of version 6', changed(0, 0x65))
  await expectNothing('a packet with an IHL of 4', changed(0, 0x44))
  await expectNothing('a packet whose header is longer than all of it', changed(0, 0x4f).subarray(0, 40))
  await expectNothing('a total length of 19', changed(2, 0, 19))
  await expectNothing('a total length that is longer than the packet', changed(2, 0x10, 0))
  await expectHeld('after noise', 0)
})

test('h11 a datagram has its time, from its first arrival', async ({
  expectNothing,
  expectExpired,
  expectHeld,
  expectWhole,
}) => {
  const [a, b, c] = cut({ data: pattern(2_400) }, [800, 1_600]) as [Uint8Array, Uint8Array, Uint8Array]
  await expectNothing('the second piece, at once', b, 1_000)
  await expectNothing('the first piece, 10 s later', a, 11_000)
  await expectExpired(MAX_AGE + 999, [])
  await expectHeld('a millisecond before the time is over', 1_600)
  await expectExpired(MAX_AGE + 1_000, [a])
  await expectHeld('when the time is over', 0)
  await expectExpired(MAX_AGE + 1_001, [])
  await expectNothing('the last piece, when the time is over', c, MAX_AGE + 2_000)
  await expectExpired(2 * MAX_AGE + 2_000, [])
  await expectHeld('when the time of the last piece is over', 0)
  const whole = { data: pattern(1_600, 5) }
  const [first, last] = cut(whole, [800]) as [Uint8Array, Uint8Array]
  await expectNothing('a first piece with the same id, later', first, 3 * MAX_AGE)
  await expectWhole('its last piece, just in time', last, packet(whole), 4 * MAX_AGE - 1)
})

test('h12 what has waited longest goes first', async ({ expectNothing, expectWhole, expectHeld }) => {
  const datagram = (id: number) => ({ data: pattern(64_008, id), id })
  const halves = (id: number) => cut(datagram(id), [64_000]) as [Uint8Array, Uint8Array]
  for (const id of times(16, (i) => i + 1)) await expectNothing(`first piece ${id} of 64,000 bytes`, halves(id)[0])
  await expectHeld('with 16 first pieces', 16 * 64_000)
  await expectNothing('one that would be too much', halves(17)[0])
  await expectHeld('after one that would be too much', 16 * 64_000)
  await expectNothing('the rest of the oldest, which is forgotten', halves(1)[1])
  await expectWhole('the rest of the second', halves(2)[1], packet(datagram(2)))
  await expectWhole('the rest of the newest', halves(17)[1], packet(datagram(17)))
})

test('h13 a flood of first halves', async ({ expectNothing, heldNow, expectWhole }) => {
  const small = pattern(8_000)
  for (const id of times(180, (i) => i)) {
    await expectNothing('one of 180 first pieces', packet({ more: true, data: small, id, from: '10.0.9.66' }))
    if (id % 20 === 0) expectAtMost(await heldNow())
  }
  const whole = { data: pattern(1_600), id: 5 }
  await expectNothing('the first piece of an honest datagram', cut(whole, [800])[0]!)
  await expectWhole('the last piece of an honest datagram', cut(whole, [800])[1]!, packet(whole))
  expectAtMost(await heldNow())
})

function expectAtMost(held: number): void {
  expect(held, 'the bytes held in a flood').toBeLessThanOrEqual(MAX_HELD)
}
