import { hex } from 'ackademy/lab'
import { params } from './params.ts'
import { fieldsOf, header, test } from './setup.ts'

test('v1 the header of a query is read', async ({ expectHeader }) => {
  await expectHeader("dig's header", header(params.id, 0x0120, [1, 0, 0, 1]), fieldsOf(params.id, 0x0120, [1, 0, 0, 1]))
})

test('v2 the header of a response is written', async ({ expectBytes }) => {
  const counts = [1, 2, 3, 260] as [number, number, number, number]
  const fields = { ...fieldsOf(params.id, 0, counts), qr: true, aa: true, rd: true, rcode: 3 }
  await expectBytes('a response with RCODE 3', fields, header(params.id, 0x8503, counts))
})

test('v3 a query gets a reply', async ({ expectReply }) => {
  const query = Uint8Array.from([...header(params.id, 0x0100), ...hex('03776562036c6162047465737400 0001 0001')])
  await expectReply('a query', query, { id: params.id, opcode: 0, flags: 'qr rd', rcode: 'REFUSED' })
})
