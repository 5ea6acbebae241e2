const range = (from: number, to: number) => (from === to ? `byte ${from}` : `bytes ${from} to ${to}`)

/** Questions, quizzes and drills. */
export const quiz = {
  given: 'What the question is about',
  check: 'Check',
  checkAgain: 'Check again',
  notThis: '✕ Not this',
  right: '✓ Right',
  rightIs: 'What is right:',
  firstTry: 'The first answer counts. Trying again costs nothing.',
  answer: (unit: string) => (unit === '' ? 'Your answer' : `Your answer, with its unit (such as ${unit})`),
  prediction: (field: string) => `What will ${field} be?`,
  up: (text: string) => `Move up: ${text}`,
  down: (text: string) => `Move down: ${text}`,
  bytes: (n: number) => `${n} bytes; arrow keys move, Shift with arrows picks several`,
  byte: (offset: number, value: string) => `byte ${offset}, ${value}`,
  pickBytes: 'Pick the first byte, then the last.',
  range,
  picked: (from: number, to: number) => `Picked: ${range(from, to)}`,
  soFar: (n: number, of: number) => `${n} of ${of} answered.`,
  score: (right: number, of: number, wanted: number) =>
    right >= wanted
      ? `${right} of ${of} at the first try: passed.`
      : `${right} of ${of} at the first try: not passed yet. It takes ${wanted}.`,
  again: 'Answer all again',
  chooseAll: 'Choose all that are true.',
  missing: (n: number) => (n === 1 ? '✕ One is missing' : `✕ ${n} are missing`),
  someWrong: '✕ Not all of this',
  quizOf: (title: string) => `Quiz: ${title}`,
  quizLead: 'Every answer has a reason. First answers count; nothing is sent anywhere.',
} as const
