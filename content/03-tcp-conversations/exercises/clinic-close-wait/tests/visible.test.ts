import { expect } from 'ackademy/lab'
import { expectOver, test } from './setup.ts'

test('v1 a client that closes before its answer still gets it', async ({ client }) => {
  await client.send('paint\n')
  await client.end()
  await expect(client.rest(), 'what a client hears that closes before its answer').toBe('done paint\n')
})

test('v2 a client that closes after its answer is let go', async ({ lab, client }) => {
  await expect(client.ask('paint\n'), 'the answer to paint').toBe('done paint')
  await client.end()
  await expect(client.expectEnd(), 'your FIN after the client’s').toHappen()
  await expectOver(lab)
})
