import { beforeAll, describe, expect, test } from 'vitest'
import { type AskedName, askedNames, replyText } from './dns-replies.ts'
import { recordFigure } from './record.fixture.ts'

describe('the names that a run asked for', () => {
  let names: AskedName[]
  const nameOf = (name: string) => names.find((one) => one.name === name)!
  beforeAll(async () => {
    names = askedNames((await recordFigure('zone-tree', {}, '08-dns')).packets)
  })

  test('stand below the names above them', () => {
    expect(names[0]?.name).toBe('lab.test')
    expect(nameOf('a.deep.lab.test').depth).toBe(nameOf('deep.lab.test').depth + 1)
    expect(names.indexOf(nameOf('a.deep.lab.test'))).toBe(names.indexOf(nameOf('deep.lab.test')) + 1)
  })

  test('say by their replies whether they exist', () => {
    const states = ['web.lab.test', 'deep.lab.test', 'nobody.lab.test', 'any.wild.lab.test', 'x.tame.wild.lab.test']
    expect(states.map((name) => nameOf(name).state)).toEqual(['records', 'empty', 'missing', 'records', 'missing'])
  })

  test('have their replies in the words of dig', () => {
    const reply = nameOf('web.lab.test').questions.find(({ type }) => type === 'AAAA')?.reply
    expect(replyText(reply!)).toBe(
      'status: NOERROR\nflags: qr aa rd\n\n;; AUTHORITY SECTION:\nlab.test. 60 IN SOA ns1.lab.test admin.lab.test 1 7200 900 1209600 60',
    )
  })
})
