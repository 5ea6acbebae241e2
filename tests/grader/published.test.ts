import { describe, expect, test } from 'vitest'
import { ContentFolder } from '#grader/node/index.ts'
import { publishedExercise } from '#labs/publishing/index.ts'

const content = new ContentFolder('content')

describe('of an exercise the page is not given', () => {
  test.each(content.exerciseIds())('%s: a program that passes, or one that shows what is wrong', async (id) => {
    const { solution, attempts, wrong } = content.exercise(id)
    const { lab, bundle } = await publishedExercise(id)
    const given = JSON.stringify([lab, bundle])
    const texts = [solution, ...attempts.map(({ files }) => files), ...wrong.map(({ files }) => files)].flatMap(
      (files) =>
        Object.entries(files ?? {}).flatMap(([name, text]) => (text === bundle.exercise.starter[name] ? [] : [text])),
    )
    expect(texts.filter((text) => given.includes(JSON.stringify(text).slice(1, -1)))).toEqual([])
  })
})
