import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { violations } from './axe.ts'
import { describeSite } from './describe-site.ts'
import { LESSON } from './site.ts'

const MODULE = '/course/tcp-conversations/'

const kept = (page: Page) => page.evaluate(() => JSON.parse(localStorage.getItem('ackademy:progress') ?? '{}'))

/** Answers every question of a lesson: predicts anything, and tries explanations until one is right. */
async function answerLesson(page: Page): Promise<void> {
  const predict = page.locator('.predict form')
  await predict.locator('fieldset:enabled').waitFor()
  await predict.getByRole('radio').first().check()
  await predict.getByRole('button', { name: 'Commit and run' }).click()
  for (const question of await page.locator('form[data-question]').all()) {
    await question.scrollIntoViewIfNeeded()
    await question.locator('fieldset:enabled').waitFor()
    for (const choice of await question.getByRole('radio').all()) {
      if (await question.locator('.choice.right').count()) break
      await choice.check()
      await question.getByRole('button', { name: /^Answer/ }).click()
    }
    await question.locator('.choice.right').waitFor()
  }
}

describeSite('the course', (site) => {
  test('the map lists every module, marks those not yet written, and a track shows only its own', async () => {
    const { page, troubles } = await site.visit('/course/')
    const rows = page.locator('.course-rows li')
    expect(await rows.count()).toBe(14)
    await page.locator('.exercise-box[title="A line server: to do"]').waitFor()
    await rows.filter({ hasText: 'Capstones' }).getByText('coming later').waitFor()
    await page.getByRole('button', { name: 'Peer to peer' }).click()
    await expect.poll(() => rows.count()).toBe(7)
    expect(troubles).toEqual([])
  })

  test('the keyboard finds the name and state of each square of a row', async () => {
    const { page, close } = await site.visit('/course/')
    const row = page.locator('.course-rows li', { hasText: 'TCP conversations' }).getByRole('link')
    await page.getByRole('button', { name: 'Everything' }).press('Tab')
    await row.focus()
    const names = page.locator('.square-names')
    await names.getByText('A line server: to do').waitFor()
    await names.getByText('3.1 Handshake and stream: to do').waitFor()
    expect(await row.getAttribute('aria-describedby')).toBe(await names.getAttribute('id'))
    await page.keyboard.press('Escape')
    expect(await names.count()).toBe(0)
    await close()
  })

  test('a lesson with all questions answered is marked, and the next step moves on', async () => {
    const { page } = await site.visit('/course/')
    await page.locator('.card.next').getByRole('link', { name: 'Start' }).click()
    await page.getByRole('heading', { name: 'What the wire carries', level: 1 }).waitFor()
    await page.getByText('The rest of the lesson follows your answer.').waitFor()
    expect(await page.getByRole('heading', { name: 'Run', exact: true }).isVisible()).toBe(false)
    expect(await page.locator('.step[data-step="now"] > h2').allInnerTexts()).toEqual(['Predict'])
    await answerLesson(page)
    await expect
      .poll(async () => Object.keys((await kept(page)).lessons ?? {}))
      .toEqual(['a-packets-journey/what-the-wire-carries'])
    await page.locator('.lesson-ends a[rel="next"]').waitFor()
    await page.goto(`${site.origin}/course/`)
    await page.locator('.course-rows .lesson-tick.done').waitFor()
    expect(await page.locator('.card.next h2').innerText()).not.toContain('What the wire carries')
    await page.goto(`${site.origin}/course/a-packets-journey/`)
    await page.locator('[data-lesson].done', { hasText: 'What the wire carries' }).waitFor()
  })

  test('without scripts a lesson is shown in full, and a module page folds planned parts', async () => {
    const { page } = await site.visit(LESSON, { scripts: false })
    await page.getByRole('heading', { name: 'Fix', exact: true }).waitFor()
    await page.goto(`${site.origin}/course/framing-and-protocols/`)
    await page.getByText(/^\d+ more exercises coming later\.$/).waitFor()
    expect(await page.getByText('header-magic-resync').count()).toBe(0)
  })

  test('a lesson names its prerequisites, and says which are not yet written', async () => {
    const { page } = await site.visit(LESSON)
    await page
      .locator('.before')
      .getByText('Builds on Sockets and I/O models (coming later). You can also start here.')
      .waitFor()
    await page
      .locator('.lesson-side')
      .getByRole('link', { name: /TCP conversations/ })
      .click()
    await page.getByRole('listitem').filter({ hasText: 'Sockets and I/O models' }).getByText('coming later').waitFor()
  })

  test('progress is exported as a file and imported in another browser', async () => {
    const { page } = await site.visit(LESSON)
    await answerLesson(page)
    await expect.poll(async () => Object.keys((await kept(page)).lessons ?? {}).length).toBe(1)
    await page.goto(`${site.origin}/course/`)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export progress' }).click(),
    ])
    const file = await download.path()
    expect(JSON.parse(readFileSync(file, 'utf8')).version).toBe(1)
    const other = await site.visit('/course/')
    await other.page
      .getByLabel('Import')
      .setInputFiles({ name: 'p.json', mimeType: 'application/json', buffer: readFileSync(file) })
    await other.page.getByText('Progress from the file has been added to yours.').waitFor()
    await other.page.locator('.course-rows .lesson-tick.done').waitFor()
  })

  test('an interview asks for the learner’s own answer first and stores it, by keyboard alone', async () => {
    const { page, troubles } = await site.visit(MODULE)
    await page.getByRole('link', { name: 'Practice interview questions' }).click()
    const answer = page.getByLabel('Listen and dial. What do you get from each?')
    const question = page.locator('.interview > li', { has: answer })
    expect(await page.getByText('Check off what you covered').count()).toBe(0)
    await page.locator('.interview textarea:enabled').first().waitFor()
    await answer.focus()
    await page.keyboard.type('Listening gives a listener.')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await question.getByText('Check off what you covered: 0 of 5 so far.').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await question.getByText('You covered 1 of 5 points.').waitFor()
    expect(await violations(page)).toEqual([])
    await page.reload()
    await question.getByText('You covered 1 of 5 points.').waitFor()
    expect(await answer.inputValue()).toBe('Listening gives a listener.')
    expect(troubles).toEqual([])
  })

  test('a quiz says when several answers are right, what is missing, and the score that passes, and can be retaken', async () => {
    const { page, troubles } = await site.visit(`${MODULE}quiz/`)
    const several = page.getByRole('group', { name: /^Your bytes have been acknowledged.*Select all that are true/ })
    await several.getByLabel("They won't be sent again.").check()
    await several.getByRole('button', { name: 'Answer', exact: true }).click()
    await several.getByText('✕ One is missing').waitFor()
    const questions = page.locator('.question')
    for (const question of await questions.filter({ hasNotText: 'One is missing' }).all()) {
      const typed = question.getByRole('textbox')
      if (await typed.count()) await typed.fill((await question.getByText('for example').count()) ? '7 s' : '7')
      else if (await question.getByRole('radio').count()) await question.getByRole('radio').first().check()
      else if (await question.getByRole('checkbox').count()) await question.getByRole('checkbox').first().check()
      await question.getByRole('button', { name: 'Answer', exact: true }).click()
    }
    await page.getByText(/^\d+ of 13 right on the first try: not passed yet\. You need 11\.$/).waitFor()
    await page.getByRole('button', { name: 'Retake the quiz' }).click()
    await page.getByText('0 of 13 answered.').waitFor()
    expect(await page.locator('.question[data-outcome]').count()).toBe(0)
    expect(troubles).toEqual([])
  })

  test('Tab reaches questions below the visible part of the page', async () => {
    const { page } = await site.visit(LESSON)
    const asleep = page.locator('fieldset.quiz:disabled')
    expect(await asleep.count()).toBeGreaterThan(0)
    await page.keyboard.press('Tab')
    await expect.poll(() => asleep.count()).toBe(0)
    expect(await page.evaluate(() => scrollY)).toBe(0)
  })

  test('the theme follows the system’s while the page is open, until one is chosen', async () => {
    const { page } = await site.visit('/course/')
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme)
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(theme).toBe('dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await expect.poll(theme).toBe('light')
    await page.getByRole('button', { name: 'Switch between light and dark' }).click()
    expect(await theme()).toBe('dark')
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.emulateMedia({ colorScheme: 'light' })
    await page.evaluate(() => new Promise(requestAnimationFrame))
    expect(await theme()).toBe('dark')
  })

  test('the search finds lessons and errors, by keyboard alone', async () => {
    const { page } = await site.visit('/')
    await page.keyboard.press('/')
    const field = page.getByRole('searchbox', { name: 'Search' })
    await field.fill('handshake')
    await page
      .getByRole('link', { name: /Handshake and stream/ })
      .first()
      .waitFor()
    await field.fill('ETIMEDOUT')
    await page.getByRole('link', { name: /connection timed out/ }).waitFor()
    await field.press('Enter')
    await page.locator('#connection-timed-out:target').waitFor()
  })

  test('a figure can be embedded in another page, in the theme that the page asks for', async () => {
    const { page } = await site.visit('/embed/figure/handshake/?theme=dark')
    await page.locator('[data-theme="dark"] figure fieldset:enabled').waitFor()
    expect(await page.locator('.arrow').count()).toBeGreaterThan(8)
  })

  test('in print a lesson has its text and its figures, and no controls', async () => {
    const { page } = await site.visit(LESSON)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.figure-foot').first().isVisible()).toBe(false)
    expect(await page.locator('.bar').isVisible()).toBe(false)
    expect(await page.locator('.ladder').last().isVisible()).toBe(true)
  })

  test('a drill is practised by keyboard, is due tomorrow after a good round, and warms up before a lesson', async () => {
    const { page, troubles } = await site.visit('/drills/')
    await page.getByText('Start with any pack').waitFor()
    await page.getByRole('link', { name: /States of a TCP connection/ }).click()
    await page.getByRole('button', { name: 'Start a round of 10' }).click()
    for (let question = 1; question <= 10; question++) {
      await page.getByText(`Question ${question} of 10`).waitFor()
      await page.keyboard.press('1')
      await page.keyboard.press('Enter')
      await page.locator('.question[data-outcome]').waitFor()
      expect(await page.locator('.reasons p').innerText()).toMatch(/Right|Not this/)
      await page.keyboard.press('Enter')
    }
    const score = await page.getByRole('heading', { name: /^\d+ of 10 right/ }).innerText()
    await page.getByText('due tomorrow').waitFor()
    const { drills } = await kept(page)
    const [round] = drills['wu-tcp-states']
    expect(score).toContain(`${round.right} of ${round.of}`)
    // As if it had been yesterday.
    await page.evaluate(() => {
      const all = JSON.parse(localStorage.getItem('ackademy:progress')!)
      for (const one of all.drills['wu-tcp-states']) one.day--
      localStorage.setItem('ackademy:progress', JSON.stringify(all))
    })
    await page.goto(`${site.origin}/drills/`)
    await page.getByText('1 pack is due today.').waitFor()
    await page.goto(`${site.origin}${LESSON}`)
    const warmUp = page.getByRole('complementary', { name: 'Warm up' })
    await warmUp.getByRole('button', { name: 'Warm up' }).click()
    await warmUp.getByText('Question 1 of 3').waitFor()
    expect(troubles).toEqual([])
  })
})
