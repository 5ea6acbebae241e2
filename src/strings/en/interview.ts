/** Questions of an interview, in study mode. */
export const interview = {
  title: 'Interview',
  open: 'Practise the interview',
  of: (title: string) => `Interview: ${title}`,
  lead: 'Write your own answer first, as you would say it in two minutes. Then compare. What you write stays in this browser.',
  placeholder: 'As you would say it',
  compare: 'Compare with a good answer',
  keep: 'Keep the new words',
  first: 'Your own words first; then a good answer appears.',
  had: (n: number, of: number) =>
    n === 0 ? `Tick what yours had: 0 of ${of} so far.` : `Your answer had ${n} of ${of} points.`,
  points: 'A good answer says this. Tick what yours had.',
  followUps: 'And then they ask',
  mistakes: 'What is often said',
  show: 'Show it:',
} as const
