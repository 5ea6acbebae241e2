import { expect, seededValues } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test('h15 the others hear twenty drawn messages, byte for byte and in order', async ({ lab, login }) => {
  const ada = await login('guest1', 'ada')
  const bob = await login('guest2', 'bob')
  await expect(ada.line(), 'what ada hears when bob logs in').toBe('* bob is here')
  const cat = await login('guest3', 'cat')
  for (const one of [ada, bob]) await expect(one.line(), 'what the room hears when cat logs in').toBe('* cat is here')
  const room = { ada, bob, cat }
  const draw = seededValues(lab, 'messages')
  for (let i = 0; i < 20; i++) {
    const name = draw.oneOf(Object.keys(room) as (keyof typeof room)[])
    const words = `${' '.repeat(draw.integer(0, 2))}${i}${' '.repeat(draw.integer(0, 2))}€`
    const wire = `${params.verb} ${words}\n`
    const cut = draw.integer(1, wire.length - 1)
    await room[name].send([wire.slice(0, cut), wire.slice(cut)])
    for (const [other, peer] of Object.entries(room))
      if (other !== name)
        await expect(peer.line(), `message ${i + 1} of 20, as ${other} hears it`).toBe(`${name}: ${words}`)
  }
})
