import { expect, test } from 'vitest'
import { Item } from '#grader/questions/index.ts'
import { rightAnswer } from './right-answer.ts'

const asked = { id: 'q', ask: 'What is it?' }
const typed = { because: 'It was counted.', otherwise: 'Count again.' }

test.each([
  [
    {
      kind: 'single',
      choices: [
        { text: 'A FIN', because: 'It ended.', right: true },
        { text: 'A RST', because: 'No.' },
      ],
    },
    { answer: 'A FIN', because: 'It ended.' },
  ],
  [
    { ...typed, kind: 'numeric', value: 40, unit: 'ms' },
    { answer: '40 ms', because: 'It was counted.' },
  ],
  [
    { ...typed, kind: 'bytes', bytes: '00 01 02 03', pick: [1, 2] },
    { answer: 'bytes 1 to 2', because: 'It was counted.' },
  ],
])('what was right is said in words', (question, said) => {
  expect(rightAnswer(Item.parse({ ...asked, ...question }))).toEqual(said)
})
