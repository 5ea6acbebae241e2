import { expect, hex, times } from 'ackademy/lab'
import { params } from './params.ts'
import { expectBadName, join, test, wire } from './setup.ts'

const { zone, host } = params
const [domain, top] = zone.split('.') as [string, string]

test('h2 the root is one zero, and a dot at the end changes nothing', async ({ names }) => {
  for (const root of ['', '.']) expect(await names.encodeName(root)).toEqualBytes(hex('00'))
  expect(await names.decodeName(hex('00'), 0)).toEqual({ name: '.', next: 1 })
  expect(await names.encodeName(`${zone}.`)).toEqualBytes(wire(domain, top))
})

test('h3 a label has at most 63 bytes, a name 255', async ({ names }) => {
  const [label, longest] = ['x'.repeat(63), 'y'.repeat(61)]
  expect(await names.encodeName(`${label}.${top}`)).toEqualBytes(wire(label, top))
  const fits = wire(label, label, label, longest)
  expect(fits.length).toBe(255)
  expect(await names.encodeName(`${label}.${label}.${label}.${longest}`)).toEqualBytes(fits)
  for (const bad of [`${label}x`, `${label}.${label}.${label}.${longest}y`, `a..${top}`, `.${top}`, '..'])
    await expectBadName(names.encodeName(bad))
  expect((await names.decodeName(fits, 0)).next).toBe(255)
  await expectBadName(names.decodeName(wire(label, label, label, `${longest}y`), 0))
})

test.each({ near: 12, far: 0x234 })(
  'h4 a pointer is two bytes, and the message continues after them',
  async (place, { names }) => {
    const question = join(new Uint8Array(place), wire(domain, top), hex('0001 0001'))
    const answer = join(question, wire(host).subarray(0, -1), [0xc0 | (place >> 8), place & 0xff], hex('0001'))
    const at = question.length
    expect(await names.decodeName(answer, at)).toEqual({ name: `${host}.${zone}`, next: at + 1 + host.length + 2 })
  },
)

test.each({
  'to-itself': hex('c000'),
  'in-a-circle': hex('c002 c000'),
  forward: hex('c003 00 0161 00'),
  'into-its-own-label': hex('0161 c000'),
})('h5 a pointer that does not lead back is an error', async (message, { names }) => {
  await expectBadName(names.decodeName(message, 0))
  const later = join(message, hex('0162 c000'))
  await expectBadName(names.decodeName(later, message.length))
})

test('h6 two of four kinds of first byte are errors', async ({ names }) => {
  for (const first of [0x40, 0x7f, 0x80, 0xbf])
    await expectBadName(names.decodeName(join([first], new Uint8Array(300)), 0))
})

test('h7 a name cut off anywhere is an error', async ({ names }) => {
  const whole = join(wire(domain, top), wire(host).subarray(0, -1), hex('c000'))
  const at = domain.length + top.length + 3
  expect((await names.decodeName(whole, at)).name).toBe(`${host}.${zone}`)
  for (let length = at; length < whole.length; length++)
    await expectBadName(names.decodeName(whole.subarray(0, length), at))
})

test('h8 case is kept and makes no difference', async ({ names }) => {
  const mixed = `${host.toUpperCase()}.${domain}.Test`
  expect(await names.encodeName(mixed)).toEqualBytes(wire(host.toUpperCase(), domain, 'Test'))
  expect((await names.decodeName(wire('wEb', top), 0)).name).toBe(`wEb.${top}`)
  expect(await names.sameName(mixed, `${host}.${domain}.tEST.`)).toBe(true)
  expect(await names.sameName(zone, `x${zone}`)).toBe(false)
  expect(await names.sameName('\\193.test', '\\225.test')).toBe(false)
})

test('h9 dots and invisible bytes in labels are escaped', async ({ names }) => {
  const wires: [string, Uint8Array][] = [
    [`a\\.b.${top}`, wire('a.b', top)],
    [`\\000\\255.${top}`, join([2, 0, 255], wire(top))],
    [`\\\\.${top}`, wire('\\', top)],
    [`a\\032b.${top}`, wire('a b', top)],
  ]
  for (const [text, bytes] of wires) {
    expect((await names.decodeName(bytes, 0)).name).toBe(text)
    expect(await names.encodeName(text)).toEqualBytes(bytes)
  }
  for (const bad of ['ü.test', 'a b.test', '\\256.test', 'a\\']) await expectBadName(names.encodeName(bad))
})

test('h10 endings that exist become pointers where a pointer reaches them', async ({ names }) => {
  const writer = await names.MessageWriter.create()
  await writer.bytes(new Uint8Array(12))
  const records = times(20, (i) => `h${i}.${zone}`)
  for (const name of [...records, zone, records[0]!]) await writer.name(name)
  const first = wire('h0', domain, top)
  const pointers = records.slice(1).map((name) => join(wire(name.split('.')[0]!).subarray(0, -1), hex('c00f')))
  expect(await writer.message()).toEqualBytes(join(new Uint8Array(12), first, ...pointers, hex('c00f c00c')))

  const far = await names.MessageWriter.create()
  await far.bytes(new Uint8Array(0x3ffe))
  await far.name(zone)
  await far.name(zone)
  await far.name(`x.${top}`)
  await far.name(`y.${top}`)
  const tail = join(wire(domain, top), hex('fffe'), wire('x', top), wire('y', top))
  expect((await far.message()).subarray(0x3ffe)).toEqualBytes(tail)
})

test('h11 no message hangs or crashes it', async ({ lab }) => {
  const fuzz = await lab.host('client').load<typeof import('./programs/fuzz.ts')>('tests:fuzz.ts')
  expect(await fuzz.breakMessages(20_000, lab.seed)).toBe(null)
})
