import { expect, seededValues } from 'ackademy/lab'
import { DONE, dataOf, expectReceived, PORT, test } from './setup.ts'

test('h29 two drawn streams at once over a drawn link', { waits: '30s' }, async ({ lab, send, receive }) => {
  const draw = seededValues(lab, 'streams')
  await lab.link('client', 'server').impair({
    loss: draw.integer(2, 5) / 100,
    duplicate: draw.integer(2, 10) / 100,
    reorder: draw.integer(10, 30) / 100,
  })
  const transfer = async (port: number) => {
    const data = dataOf(draw.integer(20_000, 60_000))
    const { received } = await receive(port)
    const outcome = await send(data, { port, first: draw.integer(0, 0xffff_ffff) })
    expect(outcome, 'what sendStream over the drawn link came to').toBe(DONE)
    await expectReceived(received, data, 'the bytes that came over the drawn link')
  }
  await expect(Promise.all([transfer(PORT), transfer(PORT + 1)]), 'both drawn streams').toHappen()
})
