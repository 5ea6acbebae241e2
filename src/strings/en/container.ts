/** Grading in a WebContainer: StackBlitz's Node, in this browser. */
export const container = {
  tab: 'WebContainer',
  /** In the menu of rare actions. */
  open: 'Check in a WebContainer…',
  switch: 'Check in a WebContainer',
  what: 'A WebContainer is Node running in your browser, made by StackBlitz. While this is on, Check runs the “ackademy” command in it and shows the output here.',
  privacy:
    'To do so, this page loads code from stackblitz.com, which will see that you are here. While it is off, this page contacts no other site. Your files are the same in both.',
  output: 'WebContainer output',
  nothingYet: 'Check grades your files here.',
  booting: 'Starting Node in a WebContainer…',
  fetching: 'Loading the ackademy command…',
  command: (exercise: string) => `ackademy grade ${exercise} work --backend simulated`,
  unavailable: 'The WebContainer is not available.',
  trouble: {
    offline: 'You are offline. A WebContainer has to be loaded from stackblitz.com.',
    'not-isolated':
      'WebContainers need a cross-origin isolated page, and neither this server nor the service worker could provide one. Run the site with “npm start”, and avoid private windows: they may block service workers.',
    'no-answer':
      'stackblitz.com did not answer within 30 s. You may be offline, a filter may block it, or this site may have no license for it.',
    refused: 'stackblitz.com refused. This browser may not be supported, or this site may have no license.',
    silent: 'Stopped: your program didn’t respond for 60 s. It may be in an endless loop.',
    'too-long': 'Stopped after 10 minutes.',
  },
  checkHere: 'Check in this page',
}
