/** What a prediction is, as an author writes it and as the page gets it. */

export interface PredictChoice {
  text: string
  /** Why it is right, or what in the run shows that it is not. */
  because: string
  isRight?: boolean
  /** What was expected instead, drawn dashed into the ladder: who sends what to whom, where. */
  ghost?: Ghost
}
/** An arrow of the prediction. `at` in ns; where it is drawn. */
export interface Ghost {
  from: string
  to: string
  label: string
  at: number
}
export interface OrderCard {
  from: string
  to: string
  label: string
}
/** Which packets come, in which order. */
export interface OrderQuestion {
  /** What there is to choose from, some of which never happens. */
  cards: readonly OrderCard[]
  truth: readonly (OrderCard & { number: number; at: number })[]
}
/** A number that the run will show. */
export interface NumberQuestion {
  unit: string
  most: number
  step: number
  truth: number
  /** Right is what lies within so many percent of it. */
  within: number
  /** A time: from which moment it counts, in ns, so that it can be drawn. */
  since?: number
}

export interface PredictQuestion {
  id: string
  question: string
  choices?: readonly PredictChoice[]
  order?: OrderQuestion
  number?: NumberQuestion
}
