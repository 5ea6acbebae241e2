import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { A, seconds, test } from './setup.ts'

const name = `web.ttl-${params.ttl}.test`

test('v1 the second lookup is answered from memory, older', { waits: '21s' }, async ({
  look,
  expectQueries,
  later,
}) => {
  const first = await look(name, A, 'the first lookup')
  expect(first.text, 'the address from the first lookup').toBe('192.0.2.1')
  await later(20)
  const second = await look(name, A, 'the lookup 20 s later')
  expect(second.text, 'the address from the lookup 20 s later').toBe('192.0.2.1')
  await expectQueries(1, 'the number of queries for two lookups')
  expect(second.answers[0]?.ttl, seconds('the TTL 20 s later')).toBeBetween(params.ttl - 21, params.ttl - 19)
})

test('v2 an answer that has expired is asked for again', { waits: params.ttl * 1000 + 1000 }, async (given) => {
  const { look, expectQueries, later } = given
  await look(name, A, 'the first lookup')
  await later(params.ttl - 1)
  const old = await look(name, A, 'the lookup 1 s before the end')
  await expectQueries(1, 'the number of queries 1 s before the end')
  expect(old.answers[0]?.ttl, seconds('the TTL 1 s before the end')).toBeBetween(0, 2)
  await later(1.5)
  const fresh = await look(name, A, 'the lookup after the end')
  await expectQueries(2, 'the number of queries after the end')
  expect(fresh.answers[0]?.ttl, seconds('the TTL of the new answer')).toBeBetween(params.ttl - 1, params.ttl)
})
