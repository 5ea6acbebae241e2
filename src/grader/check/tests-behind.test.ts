import { expect, test } from 'vitest'
import { Hints } from '../exercise/index.ts'
import { testsBehind } from './tests-behind.ts'

const claim = { fails: ['h3/dribble'], passes: ['v1'], also: [], hint: 'chunk' }
const stages = [{ text: 'One.' }]

test('where causes are shown every test counts: none of them may accuse falsely', () => {
  expect(testsBehind(claim, Hints.parse({ version: 2, stages, causes: [] }))).toEqual(['*'])
})

test('where none is shown, those that the claim names, and the stream as it was sent', () => {
  expect(testsBehind(claim, Hints.parse({ version: 1, stages, mistakes: [] }))).toEqual([
    'h3/dribble',
    'v1',
    'h3/whole',
  ])
})
