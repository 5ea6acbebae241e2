import { type Answer, formatQuantity, type Item, judge, type PacketItem } from '../../questions/index.ts'
import type { Quiz } from '../../quizzes/index.ts'
import { type Finding, problem } from '../findings.ts'
import type { QuestionCheck } from './question-check.ts'

/** Runs the program of a prediction and returns the requested field, or an error's message. */
export type RunPacketItem = (item: PacketItem) => Promise<string | number>

/** Checks a parsed quiz. */
export async function checkQuiz(quiz: Quiz, run: RunPacketItem): Promise<QuestionCheck> {
  const findings: Finding[] = []
  for (const item of quiz.items) {
    findings.push(...checkItem(item, item.id))
    if (item.kind === 'packet') findings.push(...(await checkPrediction(item, run)))
  }
  const runs = quiz.items.filter(({ kind }) => kind === 'packet').length
  return {
    kind: 'quiz',
    id: quiz.id,
    title: quiz.title,
    about: `${quiz.items.length} ${quiz.items.length === 1 ? 'question' : 'questions'}${runs > 0 ? `, ${runs} answered by a run` : ''}`,
    passed: findings.length === 0,
    findings,
  }
}

/** Checks that the right answer is judged right, and every named mistake wrong with its own reason. */
export function checkItem(item: Item, about: string): Finding[] {
  const right = judge(item, rightAnswer(item))
  const wrong = wrongAnswers(item).filter(({ answer, because }) => {
    const verdict = judge(item, answer)
    return verdict.outcome !== 'wrong' || !verdict.reasons.some(({ text }) => text === because)
  })
  return [
    ...(right.outcome === 'right' ? [] : [problem(about, 'its own right answer is rated wrong')]),
    ...wrong.map(({ because }) => problem(about, `no answer gets the feedback "${because}"`)),
  ]
}

function rightAnswer(item: Item): Answer {
  switch (item.kind) {
    case 'single':
      return { kind: 'single', choice: item.choices.findIndex((choice) => choice.right) }
    case 'multiple':
      return { kind: 'multiple', choices: item.choices.flatMap((choice, i) => (choice.right ? [i] : [])) }
    case 'ordering':
      return { kind: 'ordering', order: item.steps.map((_, i) => i) }
    case 'numeric':
      return { kind: 'numeric', text: formatQuantity(item) }
    case 'bytes':
      return { kind: 'bytes', pick: item.pick }
    case 'packet':
      return { kind: 'packet', text: String(item.answer) }
  }
}

/** Every wrong answer for which the question has a reason. */
function wrongAnswers(item: Item): { answer: Answer; because: string }[] {
  switch (item.kind) {
    case 'single':
      return item.choices.flatMap(({ right, because }, choice) =>
        right ? [] : [{ answer: { kind: 'single', choice } as const, because }],
      )
    case 'multiple':
      return item.choices.flatMap(({ right, because }, choice) =>
        right ? [] : [{ answer: { kind: 'multiple', choices: [choice] } as const, because }],
      )
    case 'ordering':
      return []
    case 'numeric':
      return item.mistakes.map(({ value, unit = item.unit, because }) => ({
        answer: { kind: 'numeric', text: formatQuantity({ value, unit }) },
        because,
      }))
    case 'bytes':
      return item.mistakes.map(({ pick, because }) => ({ answer: { kind: 'bytes', pick }, because }))
    case 'packet':
      return item.mistakes.map(({ answer, because }) => ({ answer: { kind: 'packet', text: String(answer) }, because }))
  }
}

async function checkPrediction(item: PacketItem, run: RunPacketItem): Promise<Finding[]> {
  try {
    const seen = await run(item)
    if (judge(item, { kind: 'packet', text: String(seen) }).outcome === 'right') return []
    return [problem(item.id, `says ${item.answer}, but the run shows ${seen}`)]
  } catch (error) {
    return [problem(item.id, `could not be run: ${error instanceof Error ? error.message : error}`)]
  }
}
