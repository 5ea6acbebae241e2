import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { test, wire } from './setup.ts'

test('v1 a name, both ways', async ({ names }) => {
  const name = `${params.host}.${params.zone}`
  const bytes = wire(...name.split('.'))
  expect(await names.encodeName(name)).toEqualBytes(bytes)
  expect(await names.decodeName(bytes, 0)).toEqual({ name, next: bytes.length })
})
