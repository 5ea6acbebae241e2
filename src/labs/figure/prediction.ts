import type { NumberQuestion, OrderCard, OrderQuestion, PredictQuestion } from './predict-props.ts'

/** An answer given before the run. */
export interface Prediction {
  choice: number | null
  number: number
  order: readonly number[]
  /** Percent. */
  sure: number
}

/** Share of it that was right, 0 to 1. */
export function score(question: PredictQuestion, said: Prediction): number {
  if (question.choices) return question.choices[said.choice ?? -1]?.isRight === true ? 1 : 0
  if (question.number) return isNear(question.number, said.number) ? 1 : 0
  return question.order
    ? rightPlaces(question.order, said.order).filter(Boolean).length / question.order.truth.length
    : 0
}

/** Returns whether the answer is complete. */
export function isComplete(question: PredictQuestion, said: Prediction): boolean {
  if (question.choices) return said.choice !== null
  return question.order === undefined || said.order.length === question.order.truth.length
}

/** The answer in words: it can be found again after the lesson's choices have changed. */
export function answerOf(question: PredictQuestion, said: Prediction): string[] {
  if (question.choices) return [question.choices[said.choice ?? -1]?.text ?? '']
  if (question.number) return [String(said.number)]
  return said.order.map((place) => cardText(question.order?.cards[place]))
}

/** Restores an answer from its words; null if the question no longer has it. */
export function recall(question: PredictQuestion, answer: readonly string[], sure: number): Prediction | null {
  const { choices, number, order } = question
  const said: Prediction = {
    choice: choices ? choices.findIndex(({ text }) => text === answer[0]) : null,
    number: number ? Number(answer[0]) : 0,
    order: order ? answer.map((text) => order.cards.findIndex((card) => cardText(card) === text)) : [],
    sure,
  }
  const isFound = said.choice !== -1 && Number.isFinite(said.number) && !said.order.includes(-1)
  return isFound && isComplete(question, said) ? said : null
}

const cardText = (card?: OrderCard) => (card ? `${card.label} ${card.from} ${card.to}` : '')

function isNear({ truth, within }: NumberQuestion, said: number): boolean {
  return Math.abs(said - truth) <= (truth * within) / 100
}

/** Returns, for each position, whether the predicted packet is the one that came. */
export function rightPlaces({ cards, truth }: OrderQuestion, said: readonly number[]): boolean[] {
  return truth.map((came, place) => {
    const card = cards[said[place] ?? -1]
    return card !== undefined && card.from === came.from && card.to === came.to && card.label === came.label
  })
}
