import { expectFrame, frame, test } from './setup.ts'

test('v1 three frames, three answers', async ({ client }) => {
  for (const [text, name] of [
    ['hello', 'hello'],
    ['two words', 'two words'],
    ['line\nline', 'a text with a newline'],
  ] as const) {
    await client.send(frame(text))
    await expectFrame(client, text.toUpperCase(), `the answer to ${name}`)
  }
})
