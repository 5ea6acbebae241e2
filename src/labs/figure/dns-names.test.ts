import { expect, test } from 'vitest'
import { namesOf } from './dns-names.ts'
import { dnsMessageOf } from './dns-packet.ts'
import { recordFigure } from './record.fixture.ts'

const namesIn = async (figure: string, nth: number, params = {}) => {
  const { packets } = await recordFigure(figure, params, '08-dns')
  const messages = packets.flatMap((packet) => dnsMessageOf(packet) ?? [])
  return namesOf(messages[nth]!)
}

test('of a reply all names are found, those in the data of records too', async () => {
  const names = await namesIn('name-twice', 1)
  expect(names.map(({ start, text }) => `${start} ${text}`)).toEqual([
    '12 lab.test',
    '26 lab.test',
    '40 mail.lab.test',
    '47 mail.lab.test',
  ])
})

test('a circle is followed once', async () => {
  const [name] = await namesIn('pointers', 0, { params: { name: 'circle' } })
  expect(name?.pieces.flatMap(({ pointer }) => (pointer ? [`${pointer.at} to ${pointer.target}`] : []))).toEqual([
    '16 to 18',
    '18 to 16',
  ])
})
