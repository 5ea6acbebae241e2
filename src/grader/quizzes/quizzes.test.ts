import { describe, expect, test } from 'vitest'
import type { Verdict } from '../questions/index.ts'
import { quizScore, readQuiz } from './index.ts'

const QUIZ = `version: 1
id: m3
title: Streams
items:
  - id: events
    kind: single
    ask: How many?
    choices: [{ text: One, because: No. }, { text: Any, because: Yes., right: true }]
  - id: rtt
    kind: numeric
    ask: How long?
    value: 20
    unit: ms
    because: Yes.
    otherwise: No.
`
const quiz = readQuiz('m3.quiz.yaml', QUIZ)
const verdicts = (...outcomes: Verdict['outcome'][]) =>
  new Map(outcomes.map((outcome, i) => [quiz.items[i]!.id, { outcome, reasons: [], mistakes: [] }]))

describe('a quiz', () => {
  test('is passed with 80 % unless it says otherwise, and only when all is answered', () => {
    expect(quizScore(quiz, verdicts('right', 'right'))).toEqual({ right: 2, of: 2, open: 0, passed: true })
    expect(quizScore(quiz, verdicts('right', 'wrong')).passed).toBe(false)
    expect(quizScore({ ...quiz, pass: 0.5 }, verdicts('right', 'wrong')).passed).toBe(true)
    expect(quizScore({ ...quiz, pass: 0.5 }, verdicts('right'))).toMatchObject({ open: 1, passed: false })
  })

  test('reports problems with file, line and field', () => {
    const problem = (text: string) => {
      try {
        readQuiz('m3.quiz.yaml', text)
        return 'accepted'
      } catch (error) {
        return (error as Error).message
      }
    }
    expect(problem(QUIZ.replace('because: No. }', 'becuse: No. }'))).toContain('m3.quiz.yaml:8:')
    expect(problem(QUIZ.replace('unit: ms', 'unit: parsec'))).toContain(
      'm3.quiz.yaml:13:5: items[1].unit: found "parsec"',
    )
    expect(problem(QUIZ.replace('id: rtt', 'id: events'))).toContain(
      'm3.quiz.yaml:9:5: items[1].id: found "events", expected an id that no other item has',
    )
  })
})
