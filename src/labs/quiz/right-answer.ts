import type { Item } from '#grader/questions/index.ts'
import { strings } from '#strings'

/** The right answer in words, with its reason, for questions without a second try. */
export function rightAnswer(item: Item): { answer: string; because: string } {
  if (item.kind === 'single' || item.kind === 'multiple') {
    const right = item.choices.filter((choice) => choice.right)
    return { answer: right.map(({ text }) => text).join('; '), because: right.map(({ because }) => because).join(' ') }
  }
  if (item.kind === 'ordering') return { answer: item.steps.map(({ text }) => text).join(' → '), because: '' }
  if (item.kind === 'bytes') return { answer: strings.quiz.range(...item.pick), because: item.because }
  if (item.kind === 'numeric') return { answer: `${item.value} ${item.unit}`.trim(), because: item.because }
  return { answer: String(item.answer), because: item.because }
}
