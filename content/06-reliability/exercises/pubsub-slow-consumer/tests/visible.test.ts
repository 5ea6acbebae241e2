import { expect } from 'ackademy/lab'
import { catchUp, MANY, publish, test, withOneGap } from './setup.ts'

test('v1 a message goes to everyone who subscribed to it', async ({ publisher, subscribe }) => {
  const ada = await subscribe('price.*')
  const bob = await subscribe('price.>', 'weather')
  await publisher.send('PUB price.tea 3 euros\nPUB price.tea.green 4 euros\nPUB news none\nPUB weather rain and wind\n')
  await publisher.send('PUB price.gold 60 euros\n')
  const one = 'the messages for `price.*`'
  await expect(ada.lines(2), one).toEqual(['MSG price.tea 3 euros', 'MSG price.gold 60 euros'])
  await expect(bob.lines(4), 'the messages for `price.>` and `weather`').toEqual([
    'MSG price.tea 3 euros',
    'MSG price.tea.green 4 euros',
    'MSG weather rain and wind',
    'MSG price.gold 60 euros',
  ])
})

test('v2 a subscriber that stopped gets the newest messages, and hears how many it lost', { waits: '4s' }, async ({
  lab,
  publisher,
  subscribeStopped,
}) => {
  const slow = await subscribeStopped('news')
  await publish(lab, publisher, MANY)
  const got = await catchUp(lab, slow, publisher)
  expect(got, 'what the slow subscriber got').toEqual(withOneGap(got))
})
