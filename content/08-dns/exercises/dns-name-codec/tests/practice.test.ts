import { expect, hex, times } from 'ackademy/lab'
import { params } from './params.ts'
import { expectBadName, expectName, expectResult, join, test, wire } from './setup.ts'

const { zone, host } = params
const [domain, top] = zone.split('.') as [string, string]

test('h2 the root is one zero, and a dot at the end changes nothing', async ({ names }) => {
  await expect(names.encodeName(''), 'the bytes of the empty text').toEqualBytes(hex('00'))
  await expect(names.encodeName('.'), 'the bytes of the root').toEqualBytes(hex('00'))
  await expectName(names.decodeName(hex('00'), 0), 'in a single zero', '.', 1)
  await expect(names.encodeName(`${zone}.`), `the bytes of ${zone}.`).toEqualBytes(wire(domain, top))
})

test('h3 a label has at most 63 bytes, a name 255', async ({ names }) => {
  const [label, longest] = ['x'.repeat(63), 'y'.repeat(61)]
  const [three, fits] = [`${label}.${label}.${label}`, wire(label, label, label, longest)]
  await expect(names.encodeName(`${label}.${top}`), 'the bytes of a label of 63 bytes').toEqualBytes(wire(label, top))
  await expect(names.encodeName(`${three}.${longest}`), 'the bytes of a name of 255 bytes').toEqualBytes(fits)
  await expectBadName(names.encodeName(`${label}x.${top}`), 'a label of 64 bytes')
  await expectBadName(names.encodeName(`${three}.${longest}y`), 'a text whose name has 256 bytes')
  for (const bad of [`a..${top}`, `.${top}`, '..']) await expectBadName(names.encodeName(bad), `the text ${bad}`)
  await expectName(names.decodeName(fits, 0), 'of 255 bytes', `${three}.${longest}`, 255)
  const tooLong = wire(label, label, label, `${longest}y`)
  await expectBadName(names.decodeName(tooLong, 0), 'a message with a name of 256 bytes')
  const rest = wire(label, label, label)
  const pointer = [0xc0, 0]
  const whole = join(rest, wire(longest).subarray(0, -1), pointer)
  await expectName(names.decodeName(whole, rest.length), 'of 255 bytes in two pieces', `${longest}.${three}`, 257)
  const tooMuch = join(rest, wire(`${longest}y`).subarray(0, -1), pointer)
  await expectBadName(names.decodeName(tooMuch, rest.length), 'a message with a name of 256 bytes in two pieces')
})

test.each({ near: 12, far: 0x234 })(
  'h4 a pointer is two bytes, and the message continues after them',
  async (place, { names }) => {
    const question = join(new Uint8Array(place), wire(domain, top), hex('0001 0001'))
    const answer = join(question, wire(host).subarray(0, -1), [0xc0 | (place >> 8), place & 0xff], hex('0001'))
    const where = `that ends in a pointer to offset ${place}`
    const next = question.length + 1 + host.length + 2
    await expectName(names.decodeName(answer, question.length), where, `${host}.${zone}`, next)
  },
)

test.each({
  'to-itself': { what: 'a pointer to itself', message: hex('c000') },
  'in-a-circle': { what: 'pointers in a circle', message: hex('c002 c000') },
  forward: { what: 'a pointer that leads forward', message: hex('c003 00 0161 00') },
  'into-its-own-label': { what: 'a pointer to the start of its own name', message: hex('0161 c000') },
})('h5 a pointer that does not lead back is an error', async ({ what, message }, { names }) => {
  await expectBadName(names.decodeName(message, 0), what)
  const later = join(message, hex('0162 c000'))
  await expectBadName(names.decodeName(later, message.length), `a name that leads back to ${what}`)
})

test('h6 two of four kinds of first byte are errors', async ({ names }) => {
  const around = new Uint8Array(300)
  for (const first of [0x40, 0x7f, 0x80, 0xbf]) {
    const message = join(around, [first], around)
    await expectBadName(names.decodeName(message, around.length), `a first byte of 0x${first.toString(16)}`)
  }
})

test('h7 a name cut off anywhere is an error', async ({ names }) => {
  const whole = join(wire(domain, top), wire(host).subarray(0, -1), hex('c000'))
  const at = domain.length + top.length + 3
  const where = 'at the end of the message'
  await expectName(names.decodeName(whole, at), where, `${host}.${zone}`, whole.length)
  for (let length = at; length < whole.length; length++) {
    const what = `a name cut off after ${length - at} of its ${whole.length - at} bytes`
    await expectBadName(names.decodeName(whole.subarray(0, length), at), what)
  }
})

test('h8 case is kept and makes no difference', async ({ names }) => {
  const upper = host.toUpperCase()
  const mixed = `${upper}.${domain}.Test`
  await expect(names.encodeName(mixed), `the bytes of ${mixed}`).toEqualBytes(wire(upper, domain, 'Test'))
  await expectName(names.decodeName(wire('wEb', top), 0), 'in mixed case', `wEb.${top}`, 6 + top.length)
  const pairs: [string, string, boolean][] = [
    [mixed, `${host}.${domain}.tEST.`, true],
    ['', '.', true],
    [zone, `x${zone}`, false],
    ['\\193.test', '\\225.test', false],
    ['a[.test', 'a{.test', false],
    ['a\\.b.test', 'a.b.test', false],
  ]
  for (const [a, b, same] of pairs)
    await expectResult(names.sameName(a, b), `what sameName says of '${a}' and '${b}'`, String(same))
  const writer = await names.MessageWriter.create()
  await writer.name(zone)
  await writer.name(zone.toUpperCase())
  const both = join(wire(domain, top), wire(domain.toUpperCase(), top.toUpperCase()))
  await expect(writer.message(), `the message with ${zone} in lower and upper case`).toEqualBytes(both)
})

test('h9 dots and invisible bytes in labels are escaped', async ({ names }) => {
  const wires: [string, Uint8Array][] = [
    [`a\\.b.${top}`, wire('a.b', top)],
    [`\\000\\255.${top}`, join([2, 0, 255], wire(top))],
    [`\\\\.${top}`, wire('\\', top)],
    [`a\\032b\\127.${top}`, wire('a b\x7f', top)],
    [`!"@_~.${top}`, wire('!"@_~', top)],
    [`${top}\\.`, wire(`${top}.`)],
    [`\\0075.${top}`, join([2, 7, 0x35], wire(top))],
  ]
  for (const [text, bytes] of wires) {
    await expectName(names.decodeName(bytes, 0), `whose text is ${text}`, text, bytes.length)
    await expect(names.encodeName(text), `the bytes of ${text}`).toEqualBytes(bytes)
  }
  const bad = ['ü.test', 'a b.test', 'a\tb.test', '\\256.test', 'a\\', 'a\\12', '\\1e1.test', '\\ 12.test', '\\a.test']
  for (const text of [...bad, '\\065.test']) await expectBadName(names.encodeName(text), `the text ${text}`)
})

test('h10 endings that exist become pointers', async ({ names }) => {
  const writer = await names.MessageWriter.create()
  await writer.bytes(new Uint8Array(12))
  const records = times(20, (i) => `h${i}.${zone}`)
  for (const name of [...records, zone, records[0]!, records[1]!]) await writer.name(name)
  const first = wire('h0', domain, top)
  const pointers = records.slice(1).map((name) => join(wire(name.split('.')[0]!).subarray(0, -1), hex('c00f')))
  const h1 = 12 + first.length
  const all = join(new Uint8Array(12), first, ...pointers, hex('c00f c00c'), [0xc0, h1])
  await expect(writer.message(), `the message with 20 hosts of ${zone}`).toEqualBytes(all)

  const small = await names.MessageWriter.create()
  for (const name of [zone, zone, '.', 'constructor']) await small.name(name)
  const rest = join(wire(domain, top), hex('c000 00'), wire('constructor'))
  await expect(small.message(), `the message that begins with ${zone} twice`).toEqualBytes(rest)

  const dots = await names.MessageWriter.create()
  await dots.bytes(wire(domain, top))
  for (const name of [`a\\.${zone}`, zone]) await dots.name(name)
  const full = join(wire(domain, top), wire(`a.${domain}`, top), wire(domain).subarray(0, -1), [0xc0])
  const place = 2 * domain.length + top.length + 6
  await expect(dots.message(), `the message with a\\.${zone} and ${zone}`).toEqualBytes(join(full, [place]))
})

test.each({ 'at-0x3fff': 0x3fff, 'at-0x4000': 0x4000 })(
  'h12 a pointer reaches only offsets below 0x4000',
  async (place, { names }) => {
    const writer = await names.MessageWriter.create()
    await writer.bytes(new Uint8Array(place))
    for (const name of [zone, zone, `x.${top}`, `y.${top}`]) await writer.name(name)
    const again = place < 0x4000 ? hex('ffff') : wire(domain, top)
    const tail = join(wire(domain, top), again, wire('x', top), wire('y', top))
    const message = await expect(writer.message(), 'the long message').toHappen()
    const what = `the bytes from ${place} on, where ${zone} is written twice`
    expect(message.subarray(place), what).toEqualBytes(tail)
  },
)

test('h13 after several pointers the message continues behind the first', async ({ names }) => {
  const message = join(wire('test'), hex('0162 c000'), hex('0163 c006'), hex('c00a'))
  await expectName(names.decodeName(message, 10), 'at offset 10, with two pointers', 'c.b.test', 14)
  await expectName(names.decodeName(message, 14), 'at offset 14, with three pointers', 'c.b.test', 16)
})

test('h14 sameName and name() refuse a bad text, too', async ({ names }) => {
  const writer = await names.MessageWriter.create()
  for (const [bad, what] of [
    [`${'x'.repeat(64)}.${top}`, 'a label of 64 bytes'],
    [`a..${top}`, `the text a..${top}`],
    ['a\\', 'the text a\\'],
  ] as const) {
    await expectBadName(names.sameName(zone, bad), `${what}, given to sameName`)
    await expectBadName(writer.name(bad), `${what}, given to name()`)
  }
})

test('h11 no message hangs or crashes it', async ({ lab }) => {
  const fuzz = await lab.host('client').load<typeof import('./programs/fuzz.ts')>('tests:fuzz.ts')
  const broken = await expect(fuzz.breakMessages(20_000, lab.seed), 'the end of 20,000 random messages').toHappen()
  const about = 'what random messages do to decodeName'
  expect(broken, { about, say: broken ?? 'Nothing broke.' }).toBe(null)
})

test('h15 no text hangs or crashes it', async ({ lab }) => {
  const fuzz = await lab.host('client').load<typeof import('./programs/fuzz.ts')>('tests:fuzz.ts')
  const broken = await expect(fuzz.breakTexts(20_000, lab.seed), 'the end of 20,000 random texts').toHappen()
  const about = 'what random texts do to encodeName'
  expect(broken, { about, say: broken ?? 'Nothing broke.' }).toBe(null)
})
