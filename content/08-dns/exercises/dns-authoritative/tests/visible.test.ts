import { expect } from 'ackademy/lab'
import { TYPES, type Type } from './dns.ts'
import { params } from './params.ts'
import { test } from './setup.ts'

test('v1 an address, with the right flags', async ({ dig }) => {
  const { id, question, answer, ...flags } = await dig('web.lab.test', 'A', { id: 4711, rd: true })
  expect(flags).toMatchObject({ qr: true, aa: true, tc: false, rd: true, ra: false, rcode: 0 })
  expect({ id, question }).toEqual({ id: 4711, question: [{ name: 'web.lab.test', type: TYPES.A }] })
  expect(answer).toEqual([{ name: 'web.lab.test', type: TYPES.A, class: 1, ttl: params.ttl, data: params.address }])
})

test('v2 records of the other types', async ({ dig }) => {
  const data = async (name: string, type: Type) => (await dig(name, type)).answer.map((row) => row.data)
  expect(await data('lab.test', 'NS')).toEqual(['ns1.lab.test'])
  expect(await data('lab.test', 'MX')).toEqual(['10 mail.lab.test'])
  expect(await data('web.lab.test', 'TXT')).toEqual(['the front door'])
  expect(await data('mail.lab.test', 'AAAA')).toEqual(['20010db8000000000000000000000025'])
})
