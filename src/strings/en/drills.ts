import { plural } from './plural.ts'

/** Drills: their page, a round, and when to come again. */
export const drills = {
  title: 'Drills',
  lead: 'Ten questions, made anew each time. A good round comes again after 1, 3, 7 and 21 days: what is asked just before it is forgotten stays.',
  description: 'Short rounds of questions made anew each time, asked again when they are nearly forgotten.',
  one: 'Drill',
  drill: (title: string) => `Drill: ${title}`,
  practise: (items: number) => `Practise ${items} questions`,
  begin: (items: number) => `Begin a round of ${items}`,
  again: 'Another round',
  all: 'All drills',
  never: 'not practised yet; a good round comes again after so many days',
  due: (days: number) =>
    days < 0
      ? `due since ${plural(-days, 'day')}`
      : days === 0
        ? 'due today'
        : days === 1
          ? 'due tomorrow'
          : `due in ${days} days`,
  mastered: '✓ mastered',
  stage: (stage: number, of: number) => `${stage} of ${of} distances walked: 1, 3, 7, 21 days`,
  dueToday: (count: number) => `${plural(count, 'pack is', 'packs are')} due today.`,
  nothingDue: 'Nothing is due today. Any pack can be practised; it counts when it is due.',
  place: (at: number, of: number) => `Question ${at} of ${of}`,
  next: 'Next',
  finish: 'To the result',
  keys: 'Keys: a digit chooses, Enter checks and goes on.',
  score: (right: number, of: number) => `${right} of ${of} right at the first try.`,
  good: 'A good round.',
  notGood: (need: number) => `A round is good with ${need} right. This pack is due again tomorrow.`,
  failed: (why: string) => `The round could not be made: ${why}.`,
  warmUp: 'Warm up',
  warmUpText: (count: number) => `${plural(count, 'question')} of what you have practised, before you go on.`,
} as const
