/** Marks the learner's progress on a page that is the same for everybody: dots of lessons and exercises. */
import { isPassed, progress } from '../progress/index.ts'

export function paintProgress(): void {
  progress.subscribe((known) => {
    for (const row of document.querySelectorAll<HTMLElement>('[data-lesson]'))
      row.classList.toggle('done', (row.dataset.lesson ?? '') in known.lessons)
    for (const row of document.querySelectorAll<HTMLElement>('[data-exercise]')) {
      const id = row.dataset.exercise ?? ''
      row.classList.toggle('done', isPassed(known, id))
      row.classList.toggle('half', id in known.exercises && !isPassed(known, id))
    }
  })
}
