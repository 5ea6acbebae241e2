import { expect } from 'ackademy/lab'
import { frame, readFrame, test } from './setup.ts'

test('v1 three frames, three answers', async ({ client }) => {
  for (const text of ['hello', 'two words', 'line\nline']) {
    await client.send(frame(text))
    expect(await readFrame(client)).toBe(text.toUpperCase())
  }
})
