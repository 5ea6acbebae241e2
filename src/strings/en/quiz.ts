export const quiz = {
  howSure: 'How sure?',
  commit: 'Commit',
  calibration: 'Scored for calibration, not for points.',
  youSaid: (isRight: boolean, sure: number) =>
    isRight ? `It went as you said; you were ${sure} % sure.` : `It went another way; you were ${sure} % sure.`,
  check: 'Check',
  checkAgain: 'Check again',
  notThis: '✕ Not this',
  right: '✓ Right',
  firstTry: 'Trying again costs nothing.',
} as const
