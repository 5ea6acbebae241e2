import { expect } from 'ackademy/lab'
import { test } from './setup.ts'

test('v1 ada logs in, asks who she is, and leaves', async ({ login }) => {
  const ada = await login('guest1', 'ada')
  expect(await ada.ask('WHOAMI\n')).toBe('ada')
  expect(await ada.ask('DANCE\n')).toBe('ERR command')
  await ada.send('QUIT\nWHOAMI\n')
  expect(await ada.rest()).toBe('BYE\n')
})

test('v2 a refused line changes nothing', async ({ connect }) => {
  const person = await connect('guest1')
  expect(await person.ask('WHOAMI\n')).toBe('ERR auth')
  expect(await person.ask('LOGIN a-d-a\n')).toBe('ERR name')
  expect(await person.ask('WHOAMI\n')).toBe('ERR auth')
  expect(await person.ask('LOGIN ada\n')).toBe('OK ada')
  expect(await person.ask('LOGIN bob\n')).toBe('ERR state')
  expect(await person.ask('WHOAMI\n')).toBe('ada')
})
