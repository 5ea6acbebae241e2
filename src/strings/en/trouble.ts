export const trouble = {
  stuckTitle: 'Your program is stuck in a loop.',
  stuckText: (program: string, seconds: number, time: string) =>
    `${program} has run for ${seconds} s of real time without returning to Node, so virtual time stands at ${time}. Your page and your code are safe.`,
  stuckEnded: (program: string, seconds: number) =>
    `${program} ran for ${seconds} s of real time without returning to Node and was stopped. What it did before is kept. Your page and your code are safe.`,
  waitMore: 'Wait 10 s more',
  stopProgram: (program: string) => `Stop ${program}`,
  memoryTitle: 'Your program used all the memory it can have.',
  memoryText:
    'The browser gives a run about 4 GB and ended it. What came out before is kept; your page and your code are safe.',
  floodTitle: 'Your program writes more than can be kept.',
  floodText: (output: number, packets: number) =>
    `The first ${output} MB of its output and ${packets} MB of packets are here; what came later is not. Your page and your code are safe.`,
  crashTitle: (program: string) => `${program} stopped with an error`,
  crashText: (at: string) => `at ${at}.`,
  goToLine: (line: number) => `Go to line ${line}`,
  endedTitle: (program: string) => `${program} has ended.`,
  endedAtOnce: (code: number, at: string) =>
    `Nothing keeps it running: exit status ${code} at ${at}. A server stays alive while it listens.`,
  endedBySignal: (signal: string, at: string) => `${signal} ended it at ${at}.`,
  endedByUsTitle: (program: string) => `${program} was stopped.`,
  endedByUs: (reason: string, at: string) =>
    `At ${at} it was ended, because it ${reason}. What it did before is kept. Your page and your code are safe.`,
  endedText: (code: number, at: string) => `Exit status ${code} at ${at}.`,
  platformTitle: 'The simulated world failed.',
  platformText: (why: string) => `That is our fault, not yours: ${why} Your code is safe.`,
  loadTitle: 'The world could not be loaded.',
  loadText: 'The browser could not fetch a part of this page. Your code is safe; reload to try again.',
  busyTest: (seconds: number) =>
    `a program that never returned to Node: it was stopped after ${seconds} s of real time`,
  memoryTest: 'a program that used all the memory the browser gives it',
  notRunAfter: 'Not run: the program was stopped before this test.',
}
