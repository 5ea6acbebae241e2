/** Grading in a WebContainer: Node of another site, in this browser. */
export const container = {
  tab: 'WebContainer',
  switch: 'Check in a WebContainer',
  what: 'A WebContainer is Node itself in your browser, made by StackBlitz. While this is on, Check runs the “ackademy” command in it, and what it prints is shown here.',
  whoIsAsked:
    'Then this page loads code from stackblitz.com, which learns that you are here. While it is off, nothing is asked of any other site. Your files are the same on both sides.',
  output: 'Output of the WebContainer',
  nothingYet: 'Check grades your files here.',
  booting: 'Starting Node in a WebContainer …',
  fetching: 'Fetching the ackademy command …',
  command: (exercise: string) => `ackademy grade ${exercise} work --backend simulated`,
  unavailable: 'The WebContainer could not be used.',
  trouble: {
    offline: 'This browser has no network, and a WebContainer is loaded from stackblitz.com.',
    'not-isolated':
      'It needs a page that is cross-origin isolated, and neither the server of this page nor its service worker could make it one. “npm start” serves it so; a private window may forbid the service worker.',
    'no-answer':
      'stackblitz.com did not answer within 30 s. The network may be gone, a filter may block it, or this site may not be licensed to use it.',
    refused: 'stackblitz.com refused: the browser may not be supported, or this site not be licensed.',
    silent:
      'Nothing was heard of it for 60 s, so it was stopped: your program may be in a loop that never returns to Node.',
    'too-long': 'It was not done after 10 minutes, and was stopped.',
  },
  checkHere: 'Check in the page',
}
