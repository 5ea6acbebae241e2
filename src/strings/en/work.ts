import { plural } from './plural.ts'

/** Files of the learner. */
export const files = {
  title: 'Files',
  open: 'Files',
  add: 'New file',
  addName: 'Name of the new file',
  remove: (name: string) => `Delete ${name}`,
  rename: (name: string) => `Rename ${name}`,
  newName: (name: string) => `New name for ${name}`,
  fixed: 'part of the exercise',
  readOnly: 'read only',
  given: 'provided, read only',
  bad: 'Use letters, digits, “-”, “_”, “.” and “/”, and end the name in .ts, .js, .json, .md or .txt.',
  taken: (name: string) => `${name} already exists.`,
  removed: (name: string) => `Deleted ${name}.`,
  undo: 'Undo',
  onlyHere: (names: string) => `${names} runs here, but is not submitted: this exercise takes only its own files.`,
  history: 'History',
  historyTitle: 'Attempts',
  historyEmpty: 'Every run and every check saves your files here.',
  attempt: { run: 'Run', check: 'Check', before: 'Before a replacement' },
  passed: (passed: number, of: number) => `${passed} of ${of} passed`,
  restore: 'Restore',
  compare: 'Compare',
  restored: 'The files of that attempt are back. Your previous version is in the history.',
}

/** All of a learner's work as one file. */
export const work = {
  title: 'Your work',
  export: 'Export all work',
  exportTitle: 'One file with your code, history and opened hints for every exercise on this device',
  import: 'Import',
  imported: (exercises: number) =>
    `Imported ${plural(exercises, 'exercise')}. Your previous version is in the history.`,
  notWork: (why: string) => `Import failed: ${why}`,
  download: 'Download folder',
  downloadTitle: 'A zip of your files, to work in your own editor and submit with “ackademy submit”',
  menu: 'More',
}

/** Work that another tab stored, or that cannot be read. */
export const stored = {
  changedElsewhere: 'This program was changed in another tab.',
  changedElsewhereText: 'You see the latest version.',
  replaced: 'Another tab had changed this program too.',
  replacedText: 'The text of this tab was saved. The other one is in the history (More, History).',
  useTheirs: 'Use the other one',
  unreadable: 'Your saved program could not be read.',
  unreadableKept:
    'It is damaged, or a newer version of this page wrote it. A copy is kept on this device; you begin with the original files.',
  unreadableInPlace:
    'It is damaged, or a newer version of this page wrote it. There is no room for a copy, so nothing that you type here is saved. Download it first.',
  download: 'Download it',
}

/** The solution next to the learner's files. */
export const solution = {
  open: 'Solution',
  locked: 'The solution opens when all tests pass here.',
  attempts: (made: number, of: number) =>
    `You may also give up after ${of} honest attempts. You have made ${made === 0 ? 'none' : made} so far: change your program and let Check run to its end. An attempt counts only if your program has changed since the last one.`,
  mayGiveUp: 'You may also give up and read it now.',
  giveUp: 'Give up',
  giveUpCosts:
    'If you give up, you see the solution, and this exercise gives you no points, even if all tests pass later.',
  keepTrying: 'Keep trying',
  showIt: 'Give up and show it',
  gaveUp: 'You gave up on this exercise: it gives no points.',
  opensAt: (day: string) => `The solution opens when the exercise is due: ${day}, your time.`,
  notBuilt:
    'The exercise is past its due date, but this site was built before it and has no solution yet. Ask the people who run the course to build the site again.',
  title: 'Solution',
  mine: 'Yours',
  theirs: 'Solution',
  take: 'Copy to the editor',
  taken: 'The solution is in the editor. Your version is in the history.',
  undo: 'Back to mine',
  same: 'Your file is identical to the solution.',
  close: 'Close',
  failed: 'The solution could not be loaded.',
}

/** A link with code, variant, seed and moment. */
export const share = {
  open: 'Share',
  title: 'Share this',
  text: 'The link contains your files, the seed and the current time. No server stores anything.',
  copy: 'Copy link',
  copied: 'Copied',
  tooLong: (bytes: number, most: number) =>
    `Your files would need a link of ${bytes} characters; the limit is ${most}. Use “Download folder” instead.`,
  opened: 'You opened a shared link.',
  openedText: 'These are its files. Yours are in the history.',
  back: 'Back to mine',
  broken: 'This shared link is damaged.',
  brokenText: (why: string) => `${why} These are your own files.`,
  link: 'Link',
  embed: 'Embed code',
}

/** Submissions. */
export const submit = {
  button: 'Submit',
  busy: 'Grading…',
  busyText: 'Your files are being graded on this machine, on a real kernel in Docker.',
  graded: (points: number, of: number) => `${points} of ${of} points.`,
  passed: (passed: number, of: number) => `${passed} of ${of} tests passed.`,
  noServer: 'Submissions can’t be graded here.',
  noServerText: (checksHere: boolean) =>
    `This is a static site. Start it with “npm start” on a machine with Docker and open it there, or download the folder and run “ackademy grade”.${checksHere ? ' Check runs the same practice tests here.' : ''}`,
  kernelOnlyTitle: 'This exercise needs a real kernel',
  kernelOnly:
    'Submit grades it in Docker, on the machine where “npm start” runs Ackademy. The packets of failed tests are shown here.',
  noDocker: 'Docker is not running on this machine.',
  failed: 'The submission could not be graded.',
  failedText: (why: string) => `${why} This is not your program’s fault; the attempt does not count.`,
  unreadable: (where: string) =>
    `The server’s answer was not understood (${where}). It may run another version of Ackademy; reload the page.`,
  title: 'Submit for grading: your files go to the server of this page, which runs the tests in Docker',
  what: 'Check is practice. Submit sends your files to the server of this page, which runs all tests in Docker and gives the grade.',
}

/** Hints in stages. */
export const hints = {
  title: 'Hints',
  stage: (number: number, of: number) => `Hint ${number} of ${of}.`,
  open: (number: number, of: number, costs: number) =>
    `Hint ${number} of ${of}, ${costs === 0 ? 'free' : `costs ${Math.round(costs * 100)}% of the points`}`,
}
