import { type Draw, seededValues, times } from 'ackademy/lab'
import { params } from './params.ts'
import { record, SOA, test } from './setup.ts'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const word = (draw: Draw) => times(draw.integer(5, 20), () => LETTERS[draw.integer(0, 25)]!).join('')
const words = (draw: Draw) => times(draw.integer(1, 4), () => word(draw)).join('.')
/** The same name in letters of drawn case. */
const cased = (draw: Draw, name: string) =>
  Array.from(name, (letter) => (draw.integer(0, 1) === 0 ? letter : letter.toUpperCase())).join('')

const NO = { flags: 'qr aa', answer: [], authority: [SOA] }

test('h15 drawn names are answered by the same rules', async ({ lab, expectReply }) => {
  const draw = seededValues(lab, 'names')
  const web = (name: string) => record(name, `A ${params.address}`)
  const kinds = [
    () => expectReply(`${words(draw)}.lab.test`, 'A', { rcode: 'NXDOMAIN', ...NO }),
    () => expectReply(`${words(draw)}.web.lab.test`, 'A', { rcode: 'NXDOMAIN', ...NO }),
    () => expectReply(`${words(draw)}.deep.lab.test`, 'TXT', { rcode: 'NXDOMAIN', ...NO }),
    () => expectReply('web.lab.test', draw.integer(300, 60_000), { rcode: 'NOERROR', ...NO }),
    () => expectReply(`${words(draw)}.test`, 'A', { rcode: 'REFUSED', flags: 'qr', answer: [], authority: [] }),
    () => expectReply(cased(draw, 'web.lab.test'), 'A', { rcode: 'NOERROR', answer: [web('web.lab.test')] }),
    () => {
      const name = `${words(draw)}.wild.lab.test`
      return expectReply(name, 'A', { rcode: 'NOERROR', flags: 'qr aa', answer: [record(name, 'A 192.0.2.200')] })
    },
  ]
  for (let asked = 0; asked < 6 * kinds.length; asked++) await kinds[draw.integer(0, kinds.length - 1)]!()
})
