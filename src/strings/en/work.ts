import { plural } from './plural.ts'

/** Files of the learner. */
export const files = {
  title: 'Files',
  open: 'Files',
  add: 'New file',
  addName: 'Name of the new file',
  remove: (name: string) => `Delete ${name}`,
  rename: (name: string) => `Rename ${name}`,
  newName: (name: string) => `New name of ${name}`,
  fixed: 'part of the exercise',
  readOnly: 'read only',
  given: 'given, read only',
  bad: 'A name has letters, digits, “-”, “_”, “.” and “/”, and ends in .ts, .js, .json, .md or .txt.',
  taken: (name: string) => `There is a file ${name} already.`,
  removed: (name: string) => `${name} is deleted.`,
  undo: 'Undo',
  onlyHere: (names: string) => `${names} runs here, but the exercise hands in only its own files.`,
  history: 'History',
  historyTitle: 'Attempts',
  historyEmpty: 'Every run and every check keeps your files here, as they were.',
  attempt: { run: 'Run', check: 'Check', before: 'Before that was replaced' },
  passed: (passed: number, of: number) => `${passed} of ${of} passed`,
  restore: 'Bring back',
  compare: 'Compare',
  restored: 'The files of that attempt are back. What you had is kept in the history.',
}

/** All of a learner's work as one file. */
export const work = {
  title: 'Your work',
  export: 'Export all work',
  exportTitle: 'One file with your files, history and opened hints of every exercise on this device',
  import: 'Import',
  imported: (exercises: number) => `Imported: ${plural(exercises, 'exercise')}. What was here is kept in the history.`,
  notWork: (why: string) => `This is no file of work: ${why}`,
  download: 'Download folder',
  downloadTitle: 'A zip with your files, to work in your own editor and hand in with “ackademy submit”',
  menu: 'More',
}

/** The solution beside one's own. */
export const solution = {
  open: 'Solution',
  locked: 'Solution: opens when all tests have passed here.',
  never: 'Solution: this exercise keeps its solution.',
  title: 'Solution',
  mine: 'Yours',
  theirs: 'Solution',
  take: 'Put it into the editor',
  taken: 'The solution is in the editor. What you had is kept.',
  undo: 'Back to mine',
  same: 'Your file is the solution, letter for letter.',
  close: 'Close',
  failed: 'The solution could not be fetched.',
}

/** A link that carries code, variant, seed and moment. */
export const share = {
  open: 'Share',
  title: 'Share this',
  text: 'The link holds your files, the seed and the moment shown. No server keeps anything.',
  copy: 'Copy link',
  copied: 'Copied',
  tooLong: (bytes: number, most: number) =>
    `Your files need ${bytes} characters in a link; ${most} is the most. Use “Download folder”.`,
  opened: 'You opened a shared link.',
  openedText: 'These are its files. Yours are kept in the history.',
  back: 'Back to mine',
  broken: 'The shared link cannot be read.',
  brokenText: (why: string) => `${why} Your own files are here.`,
  link: 'Link',
  embed: 'For a page of your own',
}

/** Handing in. */
export const submit = {
  button: 'Submit',
  busy: 'Grading…',
  busyText: 'Your files are graded on this machine, on a real kernel in Docker.',
  graded: (points: number, of: number) => `${points} of ${of} points.`,
  passed: (passed: number, of: number) => `${passed} of ${of} tests passed.`,
  noServer: 'Nothing here can grade a submission.',
  noServerText: (checksHere: boolean) =>
    `This site is only files. Start it with “npm start” on a machine with Docker and open it there, or download the folder and use “ackademy grade”.${checksHere ? ' Check runs the same practice tests here.' : ''}`,
  kernelOnlyTitle: 'This one needs a real kernel',
  kernelOnly:
    'Submit grades it in Docker, where Ackademy was started with “npm start”. The packets of what fails come back here.',
  noDocker: 'Docker is not running on this machine.',
  failed: 'The submission could not be graded.',
  failedText: (why: string) => `${why} That is no fault of your program; this attempt does not count.`,
  unreadable: 'The answer cannot be read.',
  title: 'Hand in, to be graded',
}

/** Hints in stages. */
export const hints = {
  title: 'Hints',
  stage: (number: number, of: number) => `Hint ${number} of ${of}.`,
  open: (number: number, of: number, costs: number) =>
    `Hint ${number} of ${of}, ${costs === 0 ? 'free' : `costs ${Math.round(costs * 100)} % of the points`}`,
}
