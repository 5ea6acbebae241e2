import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { expectName, test, wire } from './setup.ts'

test('v1 a name, both ways', async ({ names }) => {
  const name = `${params.host}.${params.zone}`
  const bytes = wire(...name.split('.'))
  await expect(names.encodeName(name), `the bytes of ${name}`).toEqualBytes(bytes)
  await expectName(names.decodeName(bytes, 0), 'at offset 0', name, bytes.length)
})
