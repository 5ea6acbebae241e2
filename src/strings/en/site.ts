import { plural } from './plural.ts'

export const site = {
  name: 'Ackademy',
  logoLabel: 'Ackademy, home',
  switchTheme: 'Switch between light and dark',
  skipToContent: 'Skip to the content',
  mainNavigation: 'Main',
  course: 'Course',
  figures: 'Figures',
  drills: 'Drills',
  glossary: 'Glossary',
  footer: 'Everything runs in this page. No account, and nothing is sent anywhere.',
  offlineReady: 'Kept on this device: works without a network, labs included.',
  whereYouAre: 'Where you are',
  needsScript: 'This page runs a whole network in your browser, so it needs JavaScript.',
} as const

export const home = {
  title: 'Write a server. See every packet it sends.',
  titleLines: ['Write a server.', 'See every packet it sends.'],
  lead: 'A course in network programming that runs in this tab: ordinary Node.js programs, on a simulated internet where every packet can be seen.',
  description:
    'Learn network programming by writing ordinary Node.js programs on a simulated internet in the browser, and grading them on a real Linux kernel.',
  startLesson: 'Start the first lesson',
  openExercise: 'Open the exercise',
  noAccount: 'No account, nothing to install.',
  stageTitle: 'Two programs and one link',
  stageNote: 'Ordinary Node.js programs. Change the link, and they run again in this page.',
  todayTitle: 'What is here today',
  today: [
    {
      kind: 'A module, whole',
      title: 'TCP conversations',
      text: 'Eight lessons, from the three packets before the first byte to the inside of a receiver. Each figure is a world that runs.',
    },
    {
      kind: 'Exercises and bug clinics',
      title: 'A line server, and many more',
      text: 'Servers and clients that hold however the network cuts, loses and delays. Tests, hints and the packets of each failure.',
    },
    {
      kind: 'Command line',
      title: 'The same tests on Linux',
      text: 'One command grades a folder on the simulated internet, or in Docker on network namespaces and a real kernel.',
    },
  ],
  growing: 'The course is being written. What is listed works; what is not listed is not there yet.',
} as const

export const lesson = {
  number: (number: string, minutes: number) => `Lesson ${number}, ${minutes} minutes`,
  exercises: 'Exercises',
  contents: 'In this lesson',
  module: (title: string) => title,
  points: (n: number) => plural(n, 'point'),
  needs: 'Needs',
  beginWithout: '. You can begin without.',
  ends: 'Before and after this lesson',
  previous: 'Before',
  next: 'Next',
  toModule: (title: string) => `Exercises and quiz of ${title}`,
  steps: { predict: 'Predict', run: 'Run', explain: 'Explain', break: 'Break', fix: 'Fix' },
} as const
