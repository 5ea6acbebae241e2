/** Interview questions, in study mode. */
export const interview = {
  title: 'Interview',
  open: 'Practice interview questions',
  of: (title: string) => `Interview: ${title}`,
  lead: 'Write your own answer first, as you would give it in two minutes. Then compare. What you write stays in this browser.',
  placeholder: 'Your answer, as you would say it',
  compare: 'Compare with a good answer',
  keep: 'Save changes',
  first: 'Write your answer first; then you can compare.',
  had: (n: number, of: number) =>
    n === 0 ? `Check off what you covered: 0 of ${of} so far.` : `You covered ${n} of ${of} points.`,
  points: 'A good answer covers these points. Check off the ones in yours.',
  followUps: 'Likely follow-up questions',
  mistakes: 'Common mistakes',
  show: 'Show it:',
} as const
