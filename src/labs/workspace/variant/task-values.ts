import type { LabExercise } from '../lab-exercise.ts'

/** Writes a variant's values into the task's text, and shows the passages that belong to it. */
export function showValues(task: ParentNode, { params, variant }: Pick<LabExercise, 'params' | 'variant'>): void {
  for (const element of task.querySelectorAll<HTMLElement>('[data-param]')) {
    const text = String(params[element.dataset.param!])
    element.textContent = element.dataset.quoted === undefined ? text : quoted(text)
  }
  for (const element of task.querySelectorAll<HTMLElement>('[data-when]')) {
    const { when = '', is, isnt } = element.dataset
    element.hidden = !holds(String(params[when]), is, isnt)
  }
  // A session is recorded when the site is built.
  for (const element of task.querySelectorAll<HTMLElement>('[data-recorded-variant]'))
    element.hidden = element.dataset.recordedVariant === variant
}

/** As in a program: for values with trailing blanks or a newline. */
export const quoted = (text: string): string => `'${JSON.stringify(text).slice(1, -1)}'`

export const holds = (value: string, is: string | undefined, isnt: string | undefined): boolean =>
  (is === undefined || value === is) && (isnt === undefined || value !== isnt)
