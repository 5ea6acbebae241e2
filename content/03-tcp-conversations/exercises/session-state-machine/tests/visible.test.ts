import { expect } from 'ackademy/lab'
import { test } from './setup.ts'

test('v1 ada logs in, asks who she is, and leaves', async ({ login }) => {
  const ada = await login('guest1', 'ada')
  await expect(ada.ask('WHOAMI\n'), 'the answer to WHOAMI').toBe('ada')
  await expect(ada.ask('DANCE\n'), 'the answer to DANCE').toBe('ERR command')
  await ada.send('QUIT\nWHOAMI\n')
  await expect(ada.rest(), 'what ada hears after QUIT, up to your FIN').toBe('BYE\n')
})

test('v2 a refused line changes nothing', async ({ connect }) => {
  const person = await connect('guest1')
  await expect(person.ask('WHOAMI\n'), 'the answer to WHOAMI before LOGIN').toBe('ERR auth')
  await expect(person.ask('LOGIN a-d-a\n'), 'the answer to LOGIN a-d-a').toBe('ERR name')
  await expect(person.ask('WHOAMI\n'), 'the answer to WHOAMI after a refused LOGIN').toBe('ERR auth')
  await expect(person.ask('LOGIN ada\n'), 'the answer to LOGIN ada').toBe('OK ada')
  await expect(person.ask('LOGIN bob\n'), 'the answer to a second LOGIN').toBe('ERR state')
  await expect(person.ask('WHOAMI\n'), 'the answer to WHOAMI after a second LOGIN').toBe('ada')
})
