import { plural } from './plural.ts'

/** Drills: their page, a round, and when each pack is due. */
export const drills = {
  title: 'Drills',
  lead: 'Ten fresh questions each round. Pass a round and the pack comes back after 1, 3, 7 and 21 days, just before you would forget it.',
  description: 'Short rounds of fresh questions, repeated just before you would forget the answers.',
  one: 'Drill',
  drill: (title: string) => `Drill: ${title}`,
  practice: (items: number) => `Practice ${items} questions`,
  begin: (items: number) => `Start a round of ${items}`,
  again: 'Another round',
  all: 'All drills',
  never: 'not practiced yet',
  due: (days: number) =>
    days < 0
      ? `${plural(-days, 'day')} overdue`
      : days === 0
        ? 'due today'
        : days === 1
          ? 'due tomorrow'
          : `due in ${days} days`,
  mastered: '✓ mastered',
  stage: (stage: number, of: number) => `${stage} of ${of} repetitions passed: after 1, 3, 7 and 21 days`,
  dueToday: (count: number) => `${plural(count, 'pack is', 'packs are')} due today.`,
  nothingDue: 'Nothing is due today. You can practice any pack, but a round counts only when its pack is due.',
  neverPracticed: 'Start with any pack: your first round decides when it comes back.',
  place: (at: number, of: number) => `Question ${at} of ${of}`,
  next: 'Next',
  finish: 'Show result',
  keys: 'Keys: a digit selects one of several answers, Enter checks the answer and continues.',
  score: (right: number, of: number) => `${right} of ${of} right on the first try.`,
  good: 'Round passed.',
  notGood: (need: number) => `A round needs ${need} right to pass. This pack is due again tomorrow.`,
  failed: (why: string) => `Could not build this round: ${why}.`,
  warmUp: 'Warm up',
  warmUpText: (count: number) => `${plural(count, 'question')} from what you have practiced, before you continue.`,
} as const
