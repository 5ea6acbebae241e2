import { plural } from './plural.ts'

export const site = {
  name: 'Ackademy',
  logoLabel: 'Ackademy, home',
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

export const home = {
  title: 'Write a server. See every packet it sends.',
  titleLines: ['Write a server.', 'See every packet it sends.'],
  lead: 'A course in network programming that runs in this tab: ordinary Node.js programs on a simulated internet, where you can see every packet.',
  description:
    'Learn network programming by writing ordinary Node.js programs on a simulated internet in your browser, then grade them on a real Linux kernel.',
  startLesson: 'Start the first lesson',
  openClinic: 'Fix a bug, 5 points',
  noAccount: 'No account, nothing to install.',
  stageTitle: 'Two programs and one link',
  stageNote: 'Ordinary Node.js programs. Change the link and they run again in this page.',
  todayTitle: 'Available today',
  today: [
    {
      kind: 'Lessons',
      title: 'TCP, UDP and DNS',
      text: 'From the three packets before the first byte to a resolver that the real dig asks. Every figure is a running network.',
    },
    {
      kind: 'Exercises and bug clinics',
      title: 'A line server, and many more',
      text: 'Write servers and clients that survive split streams, losses and delays. Tests, hints, and the packets of every failure.',
    },
    {
      kind: 'Command line',
      title: 'The same tests on Linux',
      text: 'One command grades a folder on the simulated internet, or in Docker on network namespaces and a real kernel.',
    },
  ],
  growing: 'The course is still being written. Everything listed here works today.',
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
