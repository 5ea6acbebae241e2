const range = (from: number, to: number) => (from === to ? `byte ${from}` : `bytes ${from} to ${to}`)

/** Questions, quizzes and drills. */
export const quiz = {
  given: 'Given',
  check: 'Answer',
  checkAgain: 'Answer again',
  notThis: '✕ Not this one.',
  right: '✓ Right',
  rightIs: 'Correct answer:',
  firstTry: 'Your first answer counts. You can try again as often as you like.',
  answer: (unit: string) => (unit === '' ? 'Your answer' : `Your answer, with its unit (for example ${unit})`),
  prediction: (field: string) => `What will ${field} be?`,
  up: (text: string) => `Move up: ${text}`,
  down: (text: string) => `Move down: ${text}`,
  bytes: (n: number) => `${n} bytes; arrow keys move, Shift with arrow keys selects several`,
  byte: (offset: number, value: string) => `byte ${offset}, ${value}`,
  pickBytes: 'Select the first byte, then the last.',
  range,
  picked: (from: number, to: number) => `Selected: ${range(from, to)}`,
  soFar: (n: number, of: number) => `${n} of ${of} answered.`,
  score: (right: number, of: number, wanted: number) =>
    right >= wanted
      ? `${right} of ${of} right on the first try: passed.`
      : `${right} of ${of} right on the first try: not passed yet. You need ${wanted}.`,
  again: 'Retake the quiz',
  chooseAll: 'Select all that are true.',
  missing: (n: number) => (n === 1 ? '✕ One is missing' : `✕ ${n} are missing`),
  someWrong: '✕ Not all of these',
  quizOf: (title: string) => `Quiz: ${title}`,
  quizLead: 'Every answer comes with a reason. Your first answers count, and nothing leaves this browser.',
} as const
