import { plural } from './plural.ts'

export const site = {
  description: 'Network programming, on a whole simulated internet in the browser',
  logoLabel: 'Home',
  switchTheme: 'Switch between light and dark',
  skipToContent: 'Skip to content',
  mainNavigation: 'Main',
  course: 'Course',
  figures: 'Figures',
  drills: 'Drills',
  glossary: 'Glossary',
  footer:
    'Everything runs in this page, without an account. Only Submit sends something: your files, to this site’s server.',
  offlineReady: 'Saved on this device: works offline, labs included.',
  whereYouAre: 'Breadcrumb',
  needsScript: 'This page runs a whole network in your browser, so it needs JavaScript.',
} as const

export const lesson = {
  number: (number: string, minutes: number) => `Lesson ${number}, ${minutes} minutes`,
  exercises: 'Exercises',
  contents: 'In this lesson',
  module: (title: string) => title,
  points: (n: number) => plural(n, 'point'),
  needs: 'Builds on',
  beginWithout: '. You can also start here.',
  ends: 'Previous and next lesson',
  previous: 'Previous',
  next: 'Next',
  toModule: (title: string) => `Exercises and quiz of ${title}`,
  program: {
    changes: 'What changes in the server',
    whole: (lines: number) => `The whole program, ${plural(lines, 'line')}`,
    added: 'Added: ',
    removed: 'Removed: ',
  },
  steps: { predict: 'Predict', run: 'Run', explain: 'Explain', break: 'Break', fix: 'Fix' },
} as const
