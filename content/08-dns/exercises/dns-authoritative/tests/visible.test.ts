import { expect } from 'ackademy/lab'
import { flagsOf } from './dns.ts'
import { params } from './params.ts'
import { record, test } from './setup.ts'

test('v1 the header, and the question as it was asked', async ({ dig }) => {
  const { message, datagram } = await dig('web.lab.test', 'A', { id: 4711, rd: true })
  expect(message.id, { about: 'the id of your answer', datagram }).toBe(4711)
  expect(flagsOf(message), { about: 'the flags of your answer to a query with RD', datagram }).toBe('qr aa rd')
  const questions = message.question.map(({ name, type }) => `${name} ${type}`)
  expect(questions, { about: 'the question in your answer', datagram }).toEqual(['web.lab.test 1'])
})

test('v2 records of the other types', async ({ expectReply }) => {
  await expectReply('lab.test', 'NS', { answer: [record('lab.test', 'NS ns1.lab.test')] })
  await expectReply('lab.test', 'MX', { answer: [record('lab.test', 'MX 10 mail.lab.test')] })
  await expectReply('web.lab.test', 'TXT', { answer: [record('web.lab.test', 'TXT the front door')] })
  const address = 'AAAA 20010db8000000000000000000000025'
  await expectReply('mail.lab.test', 'AAAA', { answer: [record('mail.lab.test', address)] })
  const numbers = `2026010100 7200 900 1209600 ${params.negativeTtl}`
  await expectReply('lab.test', 'SOA', { answer: [record('lab.test', `SOA ns1.lab.test admin.lab.test ${numbers}`)] })
})

test('v3 an address, and nothing beside it', async ({ expectReply }) => {
  await expectReply('web.lab.test', 'A', {
    rcode: 'NOERROR',
    flags: 'qr aa',
    answer: [record('web.lab.test', `A ${params.address}`)],
    authority: [],
  })
})
