/** The session that a task shows: what happens when a finished program is run and talked to. */
import { expect, test } from 'vitest'
import { ContentFolder } from '#grader/node/index.ts'
import { publishedExercise, publishedExercises } from '#labs/publishing/index.ts'
import { recordSession } from '#labs/publishing/record-session.ts'

const ids = new ContentFolder('content').exerciseIds()
const here = (await publishedExercises()).filter(({ lab }) => lab.runsHere).map(({ lab }) => lab)

test('nearly every exercise runs in the page', () => {
  expect(ids.length - here.length).toBeLessThan(3)
})

test.each(here.map((lab) => [lab.id, lab] as const))('%s: Run has somebody to talk to', async (id, lab) => {
  expect(lab.firstStep, 'firstStep of the workspace').not.toBeNull()
  const session = await recordSession(id)
  expect(session.filter(({ kind }) => kind === 'printed' || kind === 'heard')).not.toEqual([])
})

test('the session of a line server is what a right server answers', async () => {
  const session = await recordSession('tcp-echo-line')
  expect(session.slice(0, 2)).toEqual([
    { host: 'client', kind: 'said', text: 'PING\n' },
    { host: 'server', kind: 'heard', text: 'PONG\n' },
  ])
  expect(session.at(-1)).toEqual({ host: 'server', kind: 'ended', text: '' })
})

test('parameters of a passage that this variant leaves out are not shown, and programs still have them', async () => {
  const { lab, params } = await publishedExercise('tcp-echo-line')
  expect(params.banner).toBe('')
  expect(lab.generated['params.ts']).not.toContain('banner')
  expect(lab.generated['params.ts']).toContain('prefix')
  expect(lab.whole['params.ts']).toContain('banner')
})
