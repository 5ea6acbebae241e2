import { globSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lessonAddress } from '../../src/labs/publishing/index.ts'
import { missing } from '../support/requirements.ts'
import { openSite, type Site } from './site.ts'

const lessons = globSync('[0-9][0-9]-*/[0-9][0-9]-*.mdx', { cwd: 'content' }).sort()

describe.skipIf(missing('chromium'))('every lesson', () => {
  let site: Site
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site?.close())

  test.each(lessons)('%s: opens on a telephone without a fault', async (lesson) => {
    const { page, troubles, close } = await site.visit(lessonAddress(lesson.replace(/\.mdx$/, '')).href, { width: 390 })
    await page.waitForLoadState('networkidle')
    expect(await page.getByRole('figure').count()).toBeGreaterThan(1)
    expect(troubles).toEqual([])
    await close()
  })
})
