import { plural } from './plural.ts'

/** The course map and its modules. */
export const course = {
  title: 'Course',
  description:
    'Fourteen modules from a packet’s journey to your own TCP: what is there, what you have done, and what comes next.',
  track: 'Track',
  everything: 'Everything',
  lessonRead: 'lesson read',
  exercisePassed: 'exercise passed',
  started: 'begun',
  toDo: 'to do',
  notThere: 'not written yet',
  wires: 'A line leads from what a module needs.',
  nothingLocked: 'Nothing is locked.',
  here: 'you are here',
  states: { 'not yet written': 'not yet', open: 'open', begun: 'begun', done: 'done' },
  lessonsOf: (read: number, there: number, of: number) =>
    there === 0
      ? `${plural(of, 'lesson')}, not written yet`
      : `${read} of ${plural(there, 'lesson')} read${there < of ? `, ${of - there} not written yet` : ''}`,
  exercisesOf: (passed: number, there: number, of: number) =>
    there === 0
      ? `${plural(of, 'exercise')}, not there yet`
      : `${passed} of ${plural(there, 'exercise')} passed${there < of ? `, ${of - there} not there yet` : ''}`,
  quiz: (share: number) => `quiz ${Math.round(share * 100)} %`,
  next: 'Next',
  goOn: 'Go on',
  ofModule: (kind: 'lesson' | 'exercise', number: number, title: string) =>
    `${kind === 'lesson' ? 'A lesson' : 'An exercise'} of module ${number}, ${title}.`,
  allDone: 'You have done all that is there.',
  allDoneText: 'The course is being written; more will come.',
  predictTitle: 'How well you predict',
  predictLabel: (sure: number, right: number) => `When you say ${sure} % sure, you are right ${right} % of the time`,
  predicted: (made: number, sure: number, right: number) =>
    `${plural(made, 'prediction')}. When you said ${sure} %, ${right} % came true.`,
  noPredictions:
    'Nothing predicted yet. Each lesson begins with a prediction; here you see how far you can trust yours.',
  unsure: 'unsure',
  certain: 'certain',
  points: 'Points',
  lessons: 'Lessons read to the end',
  of: (n: number) => `of ${n}`,
  kept: 'Kept in this browser and nowhere else.',
  export: 'Export progress',
  import: 'Import',
  imported: 'What was in the file has been added.',
  notProgress: 'That file holds no progress. Nothing was changed.',
  notYet: 'not yet',
  exercises: 'Exercises',
  lessonsTitle: 'Lessons',
  quizTitle: 'Quiz',
  takeQuiz: 'Take the quiz',
  noQuiz: 'The quiz of this module is not written yet.',
  needs: 'Needs',
  needsNothing: 'Needs nothing before it.',
  leadsTo: 'Leads to',
  module: (n: number) => `Module ${n}`,
  moduleDescription: (n: number, title: string, about: string) => `Module ${n} of the course, ${title}: ${about}.`,
  moduleNotYet: 'Nothing of this module is written yet. What it will hold is listed here.',
  previous: 'Previous',
  following: 'Next',
  before: (title: string) => `Before this: ${title}`,
} as const
