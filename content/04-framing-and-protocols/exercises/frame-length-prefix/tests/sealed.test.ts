import { seededValues, times } from 'ackademy/lab'
import { expectFrame, frame, test } from './setup.ts'

test('h12 forty messages of drawn lengths arrive in drawn pieces', async ({ client, lab }) => {
  const draw = seededValues(lab, 'frames')
  const texts = times(40, (i) => `${i}${'x'.repeat(draw.integer(0, 200))}`)
  const stream = Uint8Array.from(texts.flatMap((text) => [...frame(text)]))
  for (let from = 0, to = 0; from < stream.length; from = to) {
    to = from + draw.integer(1, 150)
    await client.send(stream.subarray(from, to))
  }
  for (const [i, text] of texts.entries())
    await expectFrame(client, text.toUpperCase(), `the answer to message ${i + 1} of 40`)
})
