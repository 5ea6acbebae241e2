/** The course's quizzes and drills hold what they promise: what `ackademy check` says of them. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkQuestionFile, questionFiles } from '#cli/check/questions.ts'

describe('quizzes and drills', () => {
  const files = questionFiles()
  test('there are some', () => {
    expect([...files.keys()]).toEqual(expect.arrayContaining(['wu-tcp-states', 'wu-dns-flags']))
  })

  test.each([...files])('%s', async (id, file) => {
    const result = await checkQuestionFile(file)
    expect(result.findings).toEqual([])
    expect(result.id).toBe(id)
    expect(readFileSync(file, 'utf8')).toMatch(/^# yaml-language-server: \$schema=/)
  })
})
