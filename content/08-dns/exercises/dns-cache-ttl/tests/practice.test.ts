import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { A, AAAA, CNAME, callersTest, outcomeOf, seconds, TXT, test } from './setup.ts'

const WEEK = 604_800
const { ttl, negativeTtl, capacity } = params

test('h3 the smallest TTL of an answer counts', { waits: '60s' }, async ({ look, expectQueries, later }) => {
  for (const [i, name] of ['a.alias-300-20.test', 'b.alias-20-300.test'].entries()) {
    await look(name, A, `the first lookup of ${name}`)
    await later(15)
    const old = await look(name, A, `the lookup of ${name} 15 s later`)
    await expectQueries(2 * i + 1, `the number of queries 15 s after ${name}`)
    const ttls = old.answers.map((row) => row.ttl)
    expect(Math.max(...ttls), seconds(`the largest TTL of ${name} 15 s later`)).toBeBetween(4, 286)
    expect(Math.min(...ttls), seconds(`the smallest TTL of ${name} 15 s later`)).toBeBetween(4, 6)
    await later(6)
    await look(name, A, `the lookup of ${name} 21 s later`)
    await expectQueries(2 * i + 2, `the number of queries 21 s after ${name}`)
  }
})

test('h4 TTL 0 is not kept', async ({ look, expectQueries }) => {
  for (const count of [1, 2, 3]) {
    const { text } = await look('web.ttl-0.test', A, `lookup ${count} with TTL 0`)
    expect(text, `the address from lookup ${count} with TTL 0`).toBe(`192.0.2.${count}`)
  }
  await look('www.alias-300-0.test', A, 'the lookup of an alias')
  await look('www.alias-300-0.test', A, 'the second lookup of an alias')
  await expectQueries(5, 'the number of queries for five lookups with TTL 0')
})

test('h5 a TTL with the top bit set is 0', async ({ look, expectQueries }) => {
  for (const [i, value] of [2 ** 31, 2 ** 32 - 1].entries()) {
    const name = `web.ttl-${value}.test`
    const { answers } = await look(name, A, `the lookup with TTL ${value}`)
    expect(answers[0]?.ttl, `the TTL that was ${value}`).toBe(0)
    await look(name, A, `the second lookup with TTL ${value}`)
    await expectQueries(2 * i + 2, `the number of queries after two lookups with TTL ${value}`)
  }
})

test('h6 no TTL is longer than a week', { waits: '169h' }, async ({ look, expectQueries, later }) => {
  const name = `web.ttl-${2 ** 31 - 1}.test`
  const { answers } = await look(name, A, 'the lookup with a TTL of 68 years')
  expect(answers[0]?.ttl, 'the TTL that was 68 years').toBe(WEEK)
  await later(WEEK - 100)
  const old = await look(name, A, 'the lookup 100 s before the end of the week')
  await expectQueries(1, 'the number of queries in the first week')
  expect(old.answers[0]?.ttl, seconds('the TTL 100 s before the end of the week')).toBeBetween(99, 101)
  await later(101)
  await look(name, A, 'the lookup after a week')
  await expectQueries(2, 'the number of queries after a week')
})

test('h7 NXDOMAIN is about the name, for every type', { waits: '100s' }, async ({ look, expectQueries, later }) => {
  for (const [i, name] of [`no.nx-3600-${negativeTtl}.test`, `no.nx-${negativeTtl}-3600.test`].entries()) {
    for (const type of [A, A, AAAA, TXT]) {
      const { rcode } = await look(name, type, `the lookup for type ${type}`)
      expect(rcode, `the RCODE for type ${type}`).toBe(3)
      await expectQueries(2 * i + 1, `the number of queries after a lookup for type ${type}`)
    }
    await later(negativeTtl - 2)
    await look(name, A, 'the lookup 2 s before the end')
    await expectQueries(2 * i + 1, 'the number of queries 2 s before the end')
    await later(3)
    await look(name, A, 'the lookup after the end')
    await expectQueries(2 * i + 2, 'the number of queries after the end')
  }
})

test('h8 a no for one type is no no for another', { waits: '60s' }, async ({ look, expectQueries, later }) => {
  const name = `web.nodata-3600-${negativeTtl}.test`
  await look(name, AAAA, 'the lookup for type 28')
  const { text } = await look(name, A, 'the lookup for type 1')
  expect(text, 'the address of a name without type 28').toBe('192.0.2.1')
  expect((await look(name, AAAA, 'the second lookup for type 28')).text, 'the second reply for type 28').toBe('RCODE 0')
  await expectQueries(2, 'the number of queries for types 28, 1 and 28')
  await later(negativeTtl - 2)
  await look(name, AAAA, 'the lookup 2 s before the end')
  await expectQueries(2, 'the number of queries 2 s before the end')
  await later(3)
  await look(name, AAAA, 'the lookup after the end')
  await expectQueries(3, 'the number of queries after the end')
})

test('h9 a no without SOA is not kept', async ({ look, expectQueries }) => {
  for (const [i, name] of ['no.nxbare.test', 'no.nodatabare.test'].entries()) {
    await look(name, A, `the first lookup of ${name}`)
    await look(name, A, `the second lookup of ${name}`)
    await expectQueries(2 * i + 2, `the number of queries for two lookups of ${name}`)
  }
})

test('h10 behind an alias, NXDOMAIN is about another name', { waits: '30s' }, async (given) => {
  const { look, expectQueries, later } = given
  const name = 'www.aliasnx-20-3600-3600.test'
  await look(name, A, 'the lookup of an alias whose target does not exist')
  await look(name, A, 'the second lookup of this alias')
  await expectQueries(1, 'the number of queries for two lookups of this alias')
  const { rcode } = await look(name, CNAME, 'the lookup of the alias itself')
  expect(rcode, 'the RCODE for the alias itself').toBe(0)
  await later(21)
  await look(name, A, 'the lookup after the end of the alias')
  await expectQueries(3, 'the number of queries after the end of the alias')
})

test('h11 a failure is kept for 5 s', { waits: '12s' }, async ({ look, expectQueries, later }) => {
  for (const [i, code] of [2, 5].entries()) {
    const name = `broken.rcode-${code}.test`
    await look(name, A, 'the lookup at first')
    await look(name, A, 'the lookup again')
    await later(4)
    await look(name, A, 'the lookup 4 s later')
    await expectQueries(3 * i + 1, `the number of queries within 4 s of RCODE ${code}`)
    await look(name, AAAA, 'the lookup for another type')
    await expectQueries(3 * i + 2, 'the number of queries after a lookup for another type')
    await later(1.5)
    const { rcode } = await look(name, A, 'the lookup 5.5 s later')
    expect(rcode, 'the RCODE 5.5 s later').toBe(code)
    await expectQueries(3 * i + 3, `the number of queries 5.5 s after RCODE ${code}`)
  }
})

test('h12 a query that fails fails for all, and is not kept', async ({ lookup, look, expectQueries }) => {
  const name = 'web.muteonce-60.test'
  const outcomes = await Promise.all(times(3, () => outcomeOf(lookup(name, A))))
  const expected = times(3, () => 'an error with code ETIMEDOUT')
  expect(outcomes, 'outcomes of three lookups without a reply').toEqual(expected)
  const { text } = await look(name, A, 'the lookup after the failure')
  expect(text, 'the address after the failure').toBe('192.0.2.2')
  await expectQueries(2, 'the number of queries in all')
})

test('h13 a hundred lookups at once are one query', async ({ lookup, expectQueries }) => {
  for (const [i, name] of [`web.ttl-${ttl}.test`, 'quick.ttl-0.test'].entries()) {
    const outcomes = await Promise.all(times(100, () => outcomeOf(lookup(name, A))))
    expect(new Set(outcomes).size, `the number of different outcomes for ${name}`).toBe(1)
    expect(outcomes[0], `the address for ${name}`).toBe('192.0.2.1')
    await expectQueries(i + 1, `the number of queries after 100 lookups of ${name}`)
  }
})

callersTest('h14 who aborts leaves the others their answer', async ({ callers, expectQueries }) => {
  const outcomes = await callers.abortFirst('web.ttl-60.test', A, 5)
  expect(outcomes[0], 'the outcome of the lookup that was aborted').toBe("the signal's reason")
  expect(outcomes.slice(1), 'outcomes of the other two lookups').toEqual(['192.0.2.1', '192.0.2.1'])
  await expectQueries(1, 'the number of queries for three lookups')
})

test('h15 case makes no other name', async ({ lookup, look, expectQueries }) => {
  await look('web.ttl-60.test', A, 'the first lookup')
  const { text } = await look('WEB.Ttl-60.tesT', A, 'the lookup in other case')
  expect(text, 'the address in other case').toBe('192.0.2.1')
  await expectQueries(1, 'the number of queries for one name in two cases')
  await Promise.all(['x.ttl-60.test', 'X.TTL-60.TEST'].map((name) => outcomeOf(lookup(name, A))))
  await expectQueries(2, 'the number of queries after two lookups at once')
})

test('h16 the least recently used makes room', { waits: '6s' }, async ({ look, expectQueries }) => {
  const name = (n: number) => `n${n}.ttl-3600.test`
  for (let n = 0; n < capacity; n++) await look(name(n), A, `lookup ${n + 1}`)
  await look(name(0), A, 'the lookup of the first name again')
  await expectQueries(capacity, 'the number of queries while there was room')
  await look(name(capacity), A, 'the lookup of one name more')
  await look(name(0), A, 'the lookup of the name that was used last')
  await look(name(2), A, 'the lookup of the third name')
  await expectQueries(capacity + 1, 'the number of queries after one name more')
  await look(name(1), A, 'the lookup of the name that was used least recently')
  await expectQueries(capacity + 2, 'the number of queries after a name that had to go')
})

test('h17 noes take room, too', { waits: '6s' }, async ({ look, expectQueries }) => {
  const kinds = ['ttl-3600', 'nx-3600-3600', 'alias-3600-3600']
  const name = (n: number) => `n${n}.${kinds[n % kinds.length]}.test`
  for (let n = 0; n <= capacity; n++) await look(name(n), A, `lookup ${n + 1}`)
  await look(name(0), A, 'the lookup of the first name again')
  await expectQueries(capacity + 2, 'the number of queries after one more than there is room for')
})

callersTest('h18 each caller has a reply of its own', async ({ callers, expectQueries }) => {
  const seen = await callers.changeReplies(`web.ttl-${ttl}.test`, A)
  expect(seen[0], seconds('the TTL that another caller at the same time sees')).toBeBetween(ttl - 1, ttl)
  expect(seen[1], seconds('the TTL that a later caller sees')).toBeBetween(ttl - 1, ttl)
  expect(seen[2], seconds('the TTL after a caller emptied its answer')).toBeBetween(ttl - 1, ttl)
  await expectQueries(1, 'the number of queries for four lookups')
})

callersTest('h19 the time of day does not matter', { waits: '6s' }, async ({ callers, expectQueries }) => {
  const ttl = await callers.askAfterTheTimeIsSet('web.ttl-20.test', A, 5000)
  await expectQueries(1, 'the number of queries after the clock was set ahead by an hour')
  expect(ttl, seconds('the TTL after the clock was set ahead by an hour')).toBeBetween(14, 16)
})

test('h20 a kept no says how long it is still valid', { waits: '20s' }, async ({ look, later }) => {
  for (const name of [`no.nx-3600-${negativeTtl}.test`, `no.nodata-3600-${negativeTtl}.test`]) {
    await look(name, AAAA, `the first lookup of ${name}`)
    await later(5)
    const { soa } = await look(name, AAAA, `the lookup of ${name} 5 s later`)
    expect(soa?.ttl, seconds(`the TTL of the SOA for ${name} 5 s later`)).toBeBetween(negativeTtl - 6, negativeTtl - 4)
  }
})
