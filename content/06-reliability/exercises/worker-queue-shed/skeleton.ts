/** The queue, with three places left open. */
interface Question {
  number: string
  timer?: NodeJS.Timeout
}

const waiting = new Set<Question>() // the oldest first

export function wait(question: Question, ms: number): void {
  waiting.add(question)
  question.timer = setTimeout(() => {
    leave(question) // … and what does its client get?
  }, ms)
}

export function leave(question: Question): void {
  clearTimeout(question.timer)
  waiting.delete(question)
}

/** Called when work ended, well or not. */
export function next(): void {
  const [oldest] = waiting
  if (oldest) leave(oldest) // … and then?
  // … and what if nothing is left, and the server drains?
}
