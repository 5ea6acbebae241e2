import { hex, times } from 'ackademy/lab'
import { params } from './params.ts'
import { fieldsOf, header, test, word } from './setup.ts'

const { id } = params
const REFUSED = { id, opcode: 0, flags: 'qr', rcode: 'REFUSED' }
const NOISE = hex('eeee eeee eeee eeee')

test('h3 each bit of the flags is read alone', async ({ expectHeader }) => {
  for (const flags of [...times(16, (bit) => 1 << bit), 0, 0xffff])
    await expectHeader(`a header with flags ${word(flags)}`, header(id, flags), fieldsOf(id, flags))
  const [large, counts] = [0xff80, [0x8000, 0x00ff, 0xff00, 0xffff]] as const
  await expectHeader('a header with large numbers', header(large, 0, counts), fieldsOf(large, 0, [...counts]))
})

test('h4 each field of the flags is written alone', async ({ expectBytes }) => {
  const written = [0, 1, 2, 3, 7, 8, 9, 10, 11, 12, 13, 14, 15].map((bit) => 1 << bit)
  for (const flags of [...written, 0x7800, 0x000f, 0])
    await expectBytes(`a header with the fields of flags ${word(flags)}`, fieldsOf(id, flags), header(id, flags))
  const [large, counts] = [0xff80, [0x8000, 0x00ff, 0xff00, 0xffff]] as const
  await expectBytes('a header with large numbers', fieldsOf(large, 0, [...counts]), header(large, 0, counts))
})

test('h5 fewer than twelve bytes are no header', async ({ expectHeader, expectReply }) => {
  const whole = header(id, 0x0100)
  for (const length of times(12, (n) => n)) {
    await expectHeader(`a message of ${length} bytes`, whole.subarray(0, length), null)
    await expectReply(`a message of ${length} bytes`, whole.subarray(0, length), null)
  }
  await expectHeader('a message of 12 bytes', whole, fieldsOf(id, 0x0100))
  await expectHeader('11 bytes of a larger buffer', whole.subarray(0, 11), null, NOISE)
})

test('h6 a message may be a part of a larger buffer', async ({ expectHeader, expectReply }) => {
  await expectHeader('a part of a larger buffer', header(id, 0x0100), fieldsOf(id, 0x0100), NOISE)
  await expectReply('a part of a larger buffer', header(id, 0x0000), REFUSED, NOISE)
})

test('h7 other opcodes are not implemented', async ({ expectReply }) => {
  for (const opcode of [1, 2, 4, 5, 15]) {
    const wanted = { id, opcode, flags: 'qr rd', rcode: 'NOTIMP' }
    await expectReply(`opcode ${opcode}`, header(id, (opcode << 11) | 0x0100), wanted)
    await expectReply(`opcode ${opcode} without a question`, header(id, (opcode << 11) | 0x0100, [0, 0, 0, 0]), wanted)
  }
})

test('h8 a response gets no reply', async ({ expectReply }) => {
  for (const flags of [0x8000, 0x8580, 0x8003, 0x9000])
    await expectReply(`a response with flags ${word(flags)}`, header(id, flags), null)
})

test('h9 a query has exactly one question', async ({ expectReply }) => {
  for (const questions of [0, 2, 256, 257, 0xffff]) {
    const query = header(id, 0, [questions, 0, 0, 0])
    await expectReply(`a query with ${questions} questions`, query, { ...REFUSED, rcode: 'FORMERR' })
  }
})

test('h10 records behind the question change nothing', async ({ expectReply }) => {
  const rest = hex('03776562036c6162047465737400 0001 0001 0000 2904 d000 0000 0000 00')
  const query = Uint8Array.from([...header(id, 0x0120, [1, 0, 0, 1]), ...rest])
  await expectReply('a query of dig', query, { ...REFUSED, flags: 'qr rd' })
  await expectReply('a query with records in each section', header(id, 0, [1, 1, 2, 3]), REFUSED)
})

test('h11 no other bit of the query comes back', async ({ expectReply }) => {
  for (const bit of [0, 1, 2, 3, 4, 5, 6, 7, 9, 10])
    await expectReply(`a query with flags ${word(1 << bit)}`, header(id, 1 << bit), REFUSED)
})
