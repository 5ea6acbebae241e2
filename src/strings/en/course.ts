import { plural } from './plural.ts'

/** The course map and its modules. */
export const course = {
  title: 'Course',
  description:
    'Fourteen modules, from a packet’s journey to a TCP of your own: what is available, what you have done, and what comes next.',
  track: 'Track',
  everything: 'Everything',
  lessonRead: 'lesson finished',
  exercisePassed: 'exercise passed',
  started: 'started',
  toDo: 'to do',
  notThere: 'coming later',
  wires: 'Lines lead from the modules that a module builds on.',
  nothingLocked: 'Nothing is locked.',
  here: 'you are here',
  startHere: 'start here',
  states: { later: 'coming later', open: 'open', started: 'started', done: 'done' },
  lessonsOf: (read: number, there: number, of: number) =>
    there === 0
      ? `${plural(of, 'lesson')}, coming later`
      : `${read} of ${plural(there, 'lesson')} finished${there < of ? `, ${of - there} coming later` : ''}`,
  exercisesOf: (passed: number, there: number, of: number) =>
    there === 0
      ? `${plural(of, 'exercise')}, coming later`
      : `${passed} of ${plural(there, 'exercise')} passed${there < of ? `, ${of - there} coming later` : ''}`,
  quiz: (share: number) => `quiz ${Math.round(share * 100)}%`,
  next: 'Next',
  goOn: 'Continue',
  begin: 'Start',
  ofModule: (kind: 'lesson' | 'exercise', number: number, title: string) =>
    `${kind === 'lesson' ? 'Lesson' : 'Exercise'} in module ${number}, ${title}.`,
  allDone: 'You have done everything available.',
  allDoneText: 'More modules are being written.',
  predictTitle: 'How well you predict',
  predictLabel: (sure: number, right: number) => `When you say ${sure}% sure, you are right ${right}% of the time`,
  predicted: (made: number, sure: number, right: number) =>
    `${plural(made, 'prediction')}. When you said ${sure}% sure, you were right ${right}% of the time.`,
  noPredictions:
    'No predictions yet. Each lesson starts with one; this chart then shows how far you can trust your own.',
  unsure: 'unsure',
  certain: 'certain',
  points: 'Points',
  lessons: 'Lessons finished',
  of: (n: number) => `of ${n}`,
  kept: 'Stored in this browser only.',
  export: 'Export progress',
  import: 'Import',
  imported: 'Progress from the file has been added to yours.',
  notProgress: 'This file contains no progress. Nothing was changed.',
  notYet: 'coming later',
  moreLessons: (titles: readonly string[], more: boolean) =>
    `${plural(titles.length, more ? 'more lesson' : 'lesson')} coming later: ${titles.join(' · ')}`,
  moreExercises: (n: number, more: boolean) => `${plural(n, more ? 'more exercise' : 'exercise')} coming later.`,
  square: (title: string, state: string) => `${title}: ${state}`,
  exercises: 'Exercises',
  lessonsTitle: 'Lessons',
  quizTitle: 'Quiz',
  takeQuiz: 'Take the quiz',
  noQuiz: 'The quiz for this module is coming later.',
  needs: 'Builds on',
  needsNothing: 'No prerequisites.',
  leadsTo: 'Leads to',
  module: (n: number) => `Module ${n}`,
  moduleDescription: (n: number, title: string, about: string) => `Module ${n} of the course, ${title}: ${about}.`,
  moduleNotYet: 'This module is coming later. Here is what it will contain.',
  previous: 'Previous',
  following: 'Next',
  before: (title: string) => `Read first: ${title}`,
} as const
