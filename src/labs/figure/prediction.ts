import type { NumberQuestion, OrderQuestion, PredictQuestion } from './predict-props.ts'

/** What somebody said before anything ran. */
export interface Prediction {
  choice: number | null
  number: number
  order: readonly number[]
  /** Percent. */
  sure: number
}

/** How much of it came true: 1 is all of it. */
export function score(question: PredictQuestion, said: Prediction): number {
  if (question.choices) return question.choices[said.choice ?? -1]?.isRight === true ? 1 : 0
  if (question.number) return isNear(question.number, said.number) ? 1 : 0
  return question.order
    ? rightPlaces(question.order, said.order).filter(Boolean).length / question.order.truth.length
    : 0
}

/** Whether everything has been said that can be. */
export function isComplete(question: PredictQuestion, said: Prediction): boolean {
  if (question.choices) return said.choice !== null
  return question.order === undefined || said.order.length === question.order.truth.length
}

function isNear({ truth, within }: NumberQuestion, said: number): boolean {
  return Math.abs(said - truth) <= (truth * within) / 100
}

/** Place by place, whether the packet said is the one that came. */
export function rightPlaces({ cards, truth }: OrderQuestion, said: readonly number[]): boolean[] {
  return truth.map((came, place) => {
    const card = cards[said[place] ?? -1]
    return card !== undefined && card.from === came.from && card.to === came.to && card.label === came.label
  })
}
