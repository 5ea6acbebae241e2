/** A program that prints fewer in seconds is not slow because it prints. */
const MANY_LINES = 1000
const lines = (n: number) => `${n.toLocaleString('en-US')} lines`

export const trouble = {
  stuckTitle: 'Your program is stuck in a loop.',
  stuckText: (program: string, seconds: number, time: string) =>
    `${program} has run for ${seconds} s of real time without returning to Node, so virtual time is stopped at ${time}. Your page and your code are safe.`,
  stuckEnded: (program: string, seconds: number) =>
    `${program} was stopped after ${seconds} s of real time without returning to Node. Its packets and output are still here. Your page and your code are safe.`,
  printingTitle: 'Your program prints without returning to Node.',
  printingText: (program: string, seconds: number, printed: number) =>
    `${program} has printed ${lines(printed)} in a turn that has lasted ${seconds} s of real time. Your page and your code are safe.`,
  printingEnded: (program: string, seconds: number, printed: number) =>
    `${program} was stopped after ${seconds} s of real time: it printed ${lines(printed)} without returning to Node. Its packets and output are still here. Your page and your code are safe.`,
  waitMore: 'Wait 10 s more',
  stopProgram: (program: string) => `Stop ${program}`,
  memoryTitle: 'Your program ran out of memory.',
  memoryText:
    'The browser gives a run about 4 GB and ended this one. Its packets and output are still here. Your page and your code are safe.',
  floodTitle: 'Your program writes more than can be recorded.',
  floodText: (output: number, packets: number) =>
    `The first ${output} MB of output and ${packets} MB of packets are here; the rest was not recorded. Your page and your code are safe.`,
  crashTitle: (program: string) => `${program} stopped with an error`,
  crashText: (at: string) => `at ${at}.`,
  goToLine: (line: number) => `Go to line ${line}`,
  goToLineOf: (line: number, file: string) => `Go to line ${line} of ${file}`,
  endedTitle: (program: string) => `${program} has ended.`,
  endedAtOnce: (code: number, at: string) =>
    `Nothing keeps it running: exit status ${code} at ${at}. A server stays alive while it listens.`,
  endedBySignal: (signal: string, at: string) => `${signal} ended it at ${at}.`,
  endedByUsTitle: (program: string) => `${program} was stopped.`,
  endedByUs: (reason: string, at: string) =>
    `Ended at ${at} because it ${reason}. Its packets and output are still here. Your page and your code are safe.`,
  platformTitle: 'The simulation failed.',
  platformText: (why: string) => `That is our fault, not yours: ${why} Your code is safe.`,
  loadTitle: 'The simulation could not be loaded.',
  loadText: 'The browser could not fetch a part of this page. Your code is safe; reload to try again.',
  busyTest: (seconds: number, printed: number) =>
    `your program gave no answer within ${seconds} s and was stopped: it ${
      printed < MANY_LINES ? 'never returned' : `printed ${lines(printed)} without returning`
    } to Node`,
  memoryTest: 'your program ran out of memory',
}
